/** @file Opens a link in the user's browser, where there is a screen to show it on. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program that opens a file as a person's double click does; null where nobody would see it. */
function opener(): string | null {
  const { env, platform, stdout } = process
  if (!stdout.isTTY || env['CI'] || env['VITEST']) return null
  if (platform === 'darwin') return env['SSH_CONNECTION'] ? null : 'open'
  return platform === 'linux' && (env['DISPLAY'] || env['WAYLAND_DISPLAY']) ? 'xdg-open' : null
}

/**
 * Opens a link that holds a secret, and returns what takes away the traces. Other users of the machine can read the arguments
 * of a program, so the link goes by a file for the user alone. Does nothing without a terminal or a display.
 */
export function openPrivately(link: string): () => void {
  const program = opener()
  if (program === null) return () => undefined
  const folder = mkdtempSync(join(tmpdir(), 'bedside-page-'))
  const file = join(folder, 'open.html')
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${link}">`, { mode: 0o600 })
  const child = spawn(program, [file], { stdio: 'ignore', detached: true })
  // No such program: the link is printed all the same.
  child.on('error', () => undefined)
  child.unref()
  return () => rmSync(folder, { recursive: true, force: true })
}
