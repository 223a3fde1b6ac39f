/** @file What a study says of its engine that is allowed and probably not meant. */
import { trlConfig } from '../engines/trl/index.ts'
import { hashJson, type JsonValue } from '../support/index.ts'
import type { Study } from './study-config.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/** Lines to be said before a run: settings that nothing reads, and an address that nodes of a cluster cannot reach. */
export function engineNotes({ config }: Pick<Study, 'config'>): readonly string[] {
  const { base, trl, arms } = config
  const hash = (value: unknown) => hashJson(value as JsonValue)
  if (base.engine !== 'trl') {
    if (hash(trl) === hash(trlConfig.parse({}))) return []
    return ['`trl:` is read only with `base: { engine: trl }`; this study trains with the embedded engine']
  }
  const notes: string[] = []
  if (trl.device === 'cpu' && trl.sharding !== 'none') {
    notes.push(`trl.sharding: ${trl.sharding} saves memory of GPUs, and trl.device: cpu uses none`)
  }
  if (arms.grpo !== undefined && trl.launcher !== 'local' && LOOPBACK.test(trl.rewards.host)) {
    notes.push(
      `arms.grpo asks for its rewards at ${trl.rewards.host}, which nodes of a cluster cannot reach; set trl.rewards.host to an address of this machine that they can, unless jobs run on this very machine`,
    )
  }
  return notes
}
