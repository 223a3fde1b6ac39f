/** @file The register of a plan: every version that was signed, chained by hashes, in a file beside the plan. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { canonicalJson, InputError, readTextFile, sha256, writeFileAtomically } from '../../support/index.ts'
import { type AnalysisPlan, analysisPlanConfig } from './analysis-plan.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What was there to be seen when a version was signed; null when no study file was given, so that nobody knows. */
const seenConfig = z.strictObject({ benchmark: z.boolean().nullable(), review: z.boolean().nullable() })

const versionConfig = z.strictObject({
  version: z.int().min(1),
  registeredAt: z.iso.datetime(),
  signer: z.string().min(1),
  /** Why the plan was changed; null of the first version. */
  reason: z.string().min(1).nullable(),
  seen: seenConfig,
  /** What the power of the planned size was computed to be, in words; empty of a plan that states no size. */
  power: z.array(z.string()),
  /** Of the canonical JSON of the plan with its defaults. */
  planHash: hash,
  plan: analysisPlanConfig,
  /** Hash of the version before; null of the first. */
  previous: hash.nullable(),
  /** Of all of the above as canonical JSON. */
  hash,
})

const registerConfig = z.strictObject({ registered: z.array(versionConfig).min(1) })

/** One signed version of a plan. */
export type PlanVersion = z.output<typeof versionConfig>
/** What was there to be seen when a version was signed. */
export type Seen = z.output<typeof seenConfig>

/** Where the register of a plan lies. */
export function registerFile(planFile: string): string {
  return `${planFile.replace(/\.ya?ml$/, '')}.registered.json`
}

/** Hash of a plan: of its canonical JSON, so that spaces, comments and the order of keys do not matter. */
export function planHash(plan: AnalysisPlan): string {
  return sha256(canonicalJson(plan as never))
}

function hashOf({ hash: _, ...rest }: PlanVersion): string {
  return sha256(canonicalJson(rest as never))
}

/**
 * The signed versions of a plan, oldest first; none when nothing is registered. Throws InputError when the register was
 * changed by hand: a hash that does not fit, or a chain that is broken.
 */
export function readRegister(planFile: string): readonly PlanVersion[] {
  const file = registerFile(planFile)
  if (!existsSync(file)) return []
  const broken = (problem: string) =>
    new InputError(problem, { file }, 'restore the file as `bedside plan register` wrote it')
  let content: unknown
  try {
    content = JSON.parse(readTextFile(file))
  } catch {
    throw broken('expected JSON, got something else')
  }
  const parsed = registerConfig.safeParse(content)
  if (!parsed.success) throw broken('expected a register of plans, got something else')
  const { registered } = parsed.data
  for (const [i, version] of registered.entries()) {
    const fits =
      version.version === i + 1 &&
      version.previous === (registered[i - 1]?.hash ?? null) &&
      version.planHash === planHash(version.plan) &&
      version.hash === hashOf(version)
    if (!fits) throw broken(`version ${version.version} was changed after it was signed`)
  }
  return registered
}

/**
 * Signs the plan as a new version and writes the register. Throws InputError when this very plan is the last version
 * already, and when it differs from an earlier one and no reason is given.
 */
export function registerPlan(
  planFile: string,
  plan: AnalysisPlan,
  signing: {
    readonly signer: string
    readonly registeredAt: string
    readonly reason: string | null
    readonly seen: Seen
    readonly power: readonly string[]
  },
): PlanVersion {
  const earlier = readRegister(planFile)
  const last = earlier.at(-1)
  if (last?.planHash === planHash(plan)) {
    throw new InputError(
      `this plan is registered already, as version ${last.version}`,
      { file: planFile },
      'there is nothing to do',
    )
  }
  if (last && signing.reason === null) {
    throw new InputError(
      `the plan differs from version ${last.version}, which is registered`,
      { file: planFile },
      'say why with --reason; it is then registered as an amendment',
    )
  }
  const { signer, registeredAt, reason, seen, power } = signing
  const unsigned = {
    version: earlier.length + 1,
    registeredAt,
    signer,
    reason: last ? reason : null,
    seen,
    power: [...power],
    planHash: planHash(plan),
    plan,
    previous: last?.hash ?? null,
    hash: '',
  }
  const version = { ...unsigned, hash: hashOf(unsigned) }
  writeFileAtomically(registerFile(planFile), `${JSON.stringify({ registered: [...earlier, version] }, null, 1)}\n`)
  return version
}
