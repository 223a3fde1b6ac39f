/** @file ONNX Runtime reports nothing to its maker and keeps nothing to report. About a second. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

// Not imported: the module sets it as it loads, which is what is tested.
const TELEMETRY_SWITCH = 'ORT_DISABLE_TELEMETRY'

const folder = mkdtempSync(join(tmpdir(), 'telemetry-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What lies in the home folder of a process that begins ONNX Runtime, with the variable as given. */
function keptByARuntime(name: string, variable: string | undefined): readonly string[] {
  const home = join(folder, name)
  // CI would silence the runtime too, and so hide what this test looks for.
  const { CI: _, [TELEMETRY_SWITCH]: __, ...rest } = process.env
  const env = {
    ...rest,
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    ...(variable && { [TELEMETRY_SWITCH]: variable }),
  }
  const begin =
    "const ort = require('onnxruntime-node'); ort.InferenceSession.create(new Uint8Array(1)).catch(() => {})"
  execFileSync(process.execPath, ['-e', `require('fs').mkdirSync(${JSON.stringify(home)}); ${begin}`], { env })
  return readdirSync(home)
}

test('importing the runtime by its only importer sets the variable, with which the runtime leaves no trace', async () => {
  delete process.env[TELEMETRY_SWITCH]
  await import('./session.ts')
  expect(process.env[TELEMETRY_SWITCH]).toBe('1')
  expect(keptByARuntime('silent', '1')).toEqual([])
})
