/** @file Whether the checkpoints of a training find room on the disk. */
import { existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Finding } from './finding.ts'
import { formatBytes } from './memory-estimate.ts'

/** What a training leaves on the disk at most. */
export interface DiskRequest {
  /** Bytes of the policy's weights. */
  readonly weights: number
  /** Trained numbers: a checkpoint holds their two moments, and with LoRA the adapter instead of the weights. */
  readonly trained: number
  readonly lora: boolean
  /** Checkpoints that stay; while one is written there is one more. */
  readonly keptCheckpoints: number
}

/** Bytes of the checkpoints under way and of the policy that results. */
export function diskNeeded({ weights, trained, lora, keptCheckpoints }: DiskRequest): number {
  const checkpoint = (lora ? trained * 4 : weights) + trained * 8
  return (keptCheckpoints + 1) * checkpoint + weights + (lora ? trained * 4 : 0)
}

/** Bytes free to us on the disk of a folder, which need not exist yet; null where the system does not say. */
export function freeDisk(folder: string): number | null {
  let place = resolve(folder)
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
  try {
    const { bavail, bsize } = statfsSync(place)
    return bavail * bsize
  } catch {
    return null
  }
}

/** What will be written, as a note; an error when there is less room than that, a warning when less than a quarter is left. */
export function checkDisk(request: DiskRequest, free: number | null): readonly Finding[] {
  const needed = diskNeeded(request)
  const says = `about ${formatBytes(needed)} on the disk, with ${request.keptCheckpoints + 1} checkpoints under way`
  const note: Finding = { severity: 'note', check: 'disk', says, records: [] }
  if (free === null || needed <= free * 0.75) return [note]
  const advice = 'free some space, or set `out:` to a folder on another disk'
  const severity = needed > free ? 'error' : 'warning'
  const room = `the training writes ${says}, and ${formatBytes(free)} are free; ${advice}`
  return [note, { severity, check: 'disk', says: room, records: [] }]
}
