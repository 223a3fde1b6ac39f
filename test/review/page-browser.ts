/** @file The built page and a real browser for tests, with everything that the page must never do written down. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { beforeEach, expect } from 'vitest'
import { newFolder } from './engines.ts'

const CHROMIUM = '/usr/bin/chromium'

/** Says that Chromium is missing where it is, and fails for it in CI. */
export function requireChromium(): void {
  beforeEach(context => {
    if (existsSync(CHROMIUM)) return
    expect(process.env['CI'], 'CI needs the Debian package chromium').toBeUndefined()
    context.skip('no Chromium: apt-get install chromium')
  })
}

/** Builds the page as set-up does; returns the folder. A process of its own: the runner of tests has React's other build. */
export function buildPage(): string {
  const outDir = newFolder()
  const root = join(import.meta.dirname, '..', '..')
  const page = join(root, 'src', 'review', 'web')
  const { NODE_ENV: _, ...env } = process.env
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      page,
      '--config',
      join(page, 'vite.config.ts'),
      ...['--outDir', outDir, '--logLevel', 'error'],
    ],
    { env, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  return outDir
}

/** Starts the browser. It looks nothing up by itself. */
export function launch(): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return chromium.launch({ executablePath: CHROMIUM, args })
}

/** A window of a person, and what went wrong in it. */
export interface Window {
  readonly context: BrowserContext
  readonly page: Page
  /** Faults of the page, refusals of the content security policy, requests to another origin. */
  readonly faults: string[]
}

/** Opens a window at a review. `origin`: where the page may ask. */
export async function openWindow(
  browser: Browser,
  origin: string,
  options: {
    readonly language?: 'en' | 'zh'
    readonly dark?: boolean
    readonly width?: number
    readonly height?: number
  } = {},
): Promise<Window> {
  const { language = 'en', dark = false, width = 1440, height = 900 } = options
  const context = await browser.newContext({
    baseURL: origin,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width, height },
  })
  const faults: string[] = []
  const page = await context.newPage()
  watch(page, origin, faults)
  return { context, page, faults }
}

/** Writes down what a page does wrong. A lost connection and a refusal of the server are no faults of the page. */
export function watch(page: Page, origin: string, faults: string[]): void {
  page.on('pageerror', error => faults.push(`error: ${error.message}`))
  page.on('console', message => {
    const text = message.text()
    if (message.type() === 'error' && !/Failed to load resource/.test(text)) faults.push(`console: ${text}`)
  })
  page.on('request', request => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`request: ${request.url()}`)
  })
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds in the page as it is now, as lines; none is what we want. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // By the debugger's protocol, which the content security policy of the page does not bind.
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>
      }
    }
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    )
  })
}
