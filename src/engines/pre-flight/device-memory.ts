/** @file How much memory the device of this machine has: by nvidia-smi where there is one, else the machine's own. */
import { spawnSync } from 'node:child_process'
import { availableParallelism, freemem, totalmem } from 'node:os'

/** A device, as memory. */
export interface DeviceMemory {
  readonly name: string
  readonly kind: 'gpu' | 'cpu'
  /** Bytes; of several devices those of the one with the least free. */
  readonly total: number
  readonly free: number
  /** Processes that share `free`: those of a machine without GPU share all of it. */
  readonly sharedBy: 'one' | 'all'
}

const MIB = 2 ** 20

/** Devices from `nvidia-smi --query-gpu=name,memory.total,memory.free --format=csv,noheader,nounits`; lines of another form are left out. */
export function parseNvidiaSmi(output: string): readonly DeviceMemory[] {
  return output.split('\n').flatMap(line => {
    const [, name, total, free] = /^\s*(.+?)\s*,\s*(\d+)\s*,\s*(\d+)\s*$/.exec(line) ?? []
    if (name === undefined) return []
    return [{ name, kind: 'gpu', total: Number(total) * MIB, free: Number(free) * MIB, sharedBy: 'one' }]
  })
}

/**
 * The memory that a process of a training finds on this machine. With `auto` the GPU with the least free memory where there
 * is a GPU; the machine's own memory otherwise, within the limit of a container.
 */
export function deviceMemory(device: 'auto' | 'cpu'): DeviceMemory {
  if (device === 'auto') {
    const query = ['--query-gpu=name,memory.total,memory.free', '--format=csv,noheader,nounits']
    const { stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 5000 })
    const [least] = [...parseNvidiaSmi(stdout ?? '')].sort((a, b) => a.free - b.free)
    if (least) return least
  }
  // 0 or beyond what there is: no limit.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY
  const total = Math.min(totalmem(), limit)
  const name = `this machine (${availableParallelism()} processors)`
  return { name, kind: 'cpu', total, free: Math.min(freemem(), total), sharedBy: 'all' }
}
