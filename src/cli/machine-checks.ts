/** @file What a machine can do: one check a line, each with a verdict and what to do about it. */
import { existsSync, statfsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { measureMatMul, runtimeVersion } from '../onnx/index.ts'
import { checkTrlEngine } from '../study/index.ts'

/** The outcome of one check. `warn`: works, with a drawback; `fail`: a study cannot run. */
export interface Check {
  readonly name: string
  readonly verdict: 'ok' | 'warn' | 'fail'
  /** What was found. */
  readonly found: string
  /** What to do; null when nothing needs doing. */
  readonly remedy: string | null
}

const GIBIBYTE = 2 ** 30

/** Node must be 20.19 or later. */
export function checkNode(version: string): Check {
  const [major, minor] = version.split('.').map(Number)
  const fits = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'Node',
    verdict: fits ? 'ok' : 'fail',
    found: version,
    remedy: fits ? null : 'install Node 20.19 or later',
  }
}

/** Cores decide how long training takes. */
export function checkCores(cores: number): Check {
  return {
    name: 'CPU cores',
    verdict: cores >= 2 ? 'ok' : 'warn',
    found: `${cores}`,
    remedy: cores >= 2 ? null : 'training takes about twice as long as on two cores',
  }
}

/** Memory in bytes that this process may use, a container's limit included. */
export function checkMemory(bytes: number): Check {
  const gibibytes = bytes / GIBIBYTE
  const verdict = gibibytes >= 4 ? 'ok' : gibibytes >= 2 ? 'warn' : 'fail'
  return {
    name: 'Memory',
    verdict,
    found: `${gibibytes.toFixed(1)} GiB`,
    remedy: verdict === 'ok' ? null : 'use smaller base settings, or a machine with 4 GiB or more',
  }
}

/** Free bytes on the disk that would hold `out/`. */
export function checkDisk(bytes: number, folder: string): Check {
  const gibibytes = bytes / GIBIBYTE
  const verdict = gibibytes >= 5 ? 'ok' : gibibytes >= 1 ? 'warn' : 'fail'
  return {
    name: 'Free disk',
    verdict,
    found: `${gibibytes.toFixed(1)} GiB at ${folder}`,
    remedy: verdict === 'ok' ? null : 'free some space, or set `out:` in the study to another disk',
  }
}

/** ONNX Runtime must load; a float32 product of 1024 x 1024 matrices tells how fast the embedded engine can be. */
async function checkEngine(cores: number): Promise<Check> {
  const name = 'Embedded engine'
  try {
    const rate = await measureMatMul(cores)
    const slow = rate < 30
    return {
      name,
      verdict: slow ? 'warn' : 'ok',
      found: `onnxruntime-node ${runtimeVersion()}, ${Math.round(rate)} GFLOP/s (float32 product, 1024 x 1024)`,
      remedy: slow ? 'the demo takes far longer than eight minutes on this machine' : null,
    }
  } catch (error) {
    return {
      name,
      verdict: 'fail',
      found: `onnxruntime-node does not work: ${(error as Error).message.split('\n')[0]}`,
      remedy: 'run `npm run setup`; it needs Linux x64 or arm64 (glibc), macOS or Windows',
    }
  }
}

/** The TRL engine is only needed by studies that choose it: what it lacks is a drawback, not a failure. */
function checkTrl(dataFolder: string): Check[] {
  return checkTrlEngine(dataFolder).map(({ name, found, lacks, remedy }) => ({
    name,
    verdict: lacks ? 'warn' : 'ok',
    found,
    remedy,
  }))
}

/** A browser is only used by tests that look at the report. */
function checkBrowser(): Check {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = places.find(existsSync)
  return {
    name: 'Chromium',
    verdict: 'ok',
    found: found ?? 'not found; only tests of the report need it, studies do not',
    remedy: null,
  }
}

/** The nearest folder at or above a path that exists. */
function nearestFolder(path: string): string {
  let folder = resolve(path)
  while (!existsSync(folder)) folder = dirname(folder)
  return folder
}

/** Checks this machine for studies in `folder`; takes a few seconds, sends nothing anywhere. */
export async function checkMachine(folder: string, dataFolder: string): Promise<Check[]> {
  const cores = availableParallelism()
  // A container's limit where there is one; without, Node gives 0 or a number beyond the machine's memory.
  const limit = process.constrainedMemory()
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem()
  const { bavail, bsize } = statfsSync(nearestFolder(folder))
  return [
    checkNode(process.versions.node),
    checkCores(cores),
    checkMemory(memory),
    checkDisk(bavail * bsize, nearestFolder(folder)),
    await checkEngine(cores),
    ...checkTrl(dataFolder),
    checkBrowser(),
  ]
}
