/** @file The memory estimate against the device. */
import type { DeviceMemory } from './device-memory.ts'
import type { Finding } from './finding.ts'
import { estimateMemory, formatBytes, type MemoryRequest } from './memory-estimate.ts'

/** Bytes that a process takes before a model is in it: the libraries, and on a GPU its context. */
export const RUNTIME_BYTES = { cpu: 0.6e9, gpu: 1e9 }

/**
 * The estimate as a note. A warning when it exceeds what is free on the device, an error when weights, gradients and moments
 * alone exceed all that it has: no smaller batch would help. `device` null: not known here, as on a cluster.
 */
export function checkMemory(request: MemoryRequest, device: DeviceMemory | null): readonly Finding[] {
  const estimate = estimateMemory(request)
  const { weights, reference, gradients, moments, activations, logits } = estimate
  const processes = device?.sharedBy === 'all' ? request.processes : 1
  const runtime = device === null ? 0 : RUNTIME_BYTES[device.kind]
  const total = processes * (estimate.total + runtime)
  const fixed = processes * (weights + reference + gradients + moments)
  const parts = [
    ['weights', weights],
    ['a frozen reference model', reference],
    ['gradients', gradients],
    ['moments of AdamW', moments],
    ['activations', activations],
    ['logits', logits],
    ['libraries', runtime],
  ] as const
  const list = parts
    .filter(([, bytes]) => bytes > 0)
    .map(([name, bytes]) => `${name} ${formatBytes(bytes)}`)
    .join(', ')
  const says = `about ${formatBytes(estimate.total + runtime)} of memory for each process: ${list}`
  const note: Finding = { severity: 'note', check: 'memory', says, records: [] }
  if (device === null || total <= device.free) return [note]
  const several = processes > 1 ? `${processes} processes together` : 'a process'
  if (fixed > device.total) {
    const advice = 'use LoRA, bfloat16, a smaller model, or more processes that share the weights (ZeRO-3, FSDP)'
    const problem =
      `weights, gradients and moments of ${several} take about ${formatBytes(fixed)}, and ` +
      `${device.name} has ${formatBytes(device.total)}; ${advice}`
    return [note, { severity: 'error', check: 'memory', says: problem, records: [] }]
  }
  const advice = 'use a smaller batchSize with more gradientAccumulation, gradient checkpointing, or LoRA'
  const problem =
    `${several} may take about ${formatBytes(total)}, and ${device.name} has ${formatBytes(device.free)} free of ` +
    `${formatBytes(device.total)}; if memory runs out, ${advice}`
  return [note, { severity: 'warning', check: 'memory', says: problem, records: [] }]
}
