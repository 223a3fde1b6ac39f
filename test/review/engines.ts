/** @file The two engines that every test of the store runs on: PGlite in a folder, and PostgreSQL from Debian. */
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeEach, expect } from 'vitest'
import type { Place } from '../../src/review/store/index.ts'
import { type Cluster, emptyFolder, postgresBinaries, startCluster } from './postgres-cluster.ts'

/** An engine for tests. */
export interface TestEngine {
  readonly name: 'pglite' | 'postgres'
  /** An empty place for a review. */
  place(): Promise<Place>
}

let scratch: string | null = null
let places = 0
let template: Promise<string> | null = null
let cluster: Cluster | null = null

afterAll(() => {
  cluster?.stop()
  if (scratch !== null) rmSync(scratch, { recursive: true, force: true })
  cluster = scratch = template = null
})

/** A new folder, gone after the tests of the file. */
export function newFolder(): string {
  scratch ??= emptyFolder('review')
  return join(scratch, `place-${++places}`)
}

async function makeTemplate(): Promise<string> {
  const folder = newFolder()
  await (await PGlite.create(folder)).close()
  return folder
}

/** A folder with an embedded database that is made but empty: making one takes seconds, a copy does not. */
export async function embeddedFolder(): Promise<string> {
  template ??= makeTemplate()
  const folder = newFolder()
  mkdirSync(folder, { recursive: true })
  cpSync(await template, join(folder, 'database'), { recursive: true })
  return folder
}

const pglite: TestEngine = {
  name: 'pglite',
  place: async () => ({ folder: await embeddedFolder() }),
}

const postgres: TestEngine = {
  name: 'postgres',
  async place() {
    cluster ??= startCluster(postgresBinaries()!)
    return { connectionString: await cluster.database() }
  },
}

/** Both engines, for `describe.each`; call `requireEngine` in each. */
export const ENGINES: readonly TestEngine[] = [pglite, postgres]

/** Says that PostgreSQL is missing where it is, and fails for it in CI. */
export function requireEngine(engine: TestEngine): void {
  beforeEach(context => {
    if (engine.name === 'pglite' || postgresBinaries() !== null) return
    expect(process.env['CI'], 'CI needs the Debian package postgresql').toBeUndefined()
    context.skip('no PostgreSQL: apt-get install postgresql')
  })
}
