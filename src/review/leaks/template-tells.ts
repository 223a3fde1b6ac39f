/** @file Forms that one arm has and the others do not, or lacks where all others have them. */
import { type ArmFinding, armFinding, type PlanText } from './finding.ts'
import { templateFeatures } from './template-features.ts'

/** When a difference of forms is a tell. */
export interface TellRule {
  /** At least this share of an arm's texts, and at least `texts` of them. */
  readonly share: number
  readonly texts: number
  /** At most this share of every other arm's texts. */
  readonly elsewhere: number
}

const RULE: TellRule = { share: 0.1, texts: 3, elsewhere: 0.01 }

/** From this share of an arm's texts on a tell must be resolved; a rarer one is a hint. */
const MUST_SHARE = 0.3

/**
 * Compares how many texts of each arm have a feature: a tell is one that an arm has and every other one practically lacks,
 * or the reverse. Texts that all have the same share of it tell nothing. With one arm there are none. `likely` from 30 % of
 * the arm's texts on, else `hint`.
 */
export function templateTells(texts: readonly PlanText[], rule: TellRule = RULE): readonly ArmFinding[] {
  const arms = [...new Set(texts.map(({ arm }) => arm))].sort()
  if (arms.length < 2) return []
  const total = new Map(arms.map(arm => [arm, texts.filter(text => text.arm === arm).length]))
  const having = new Map<string, Map<string, string[]>>()
  for (const { id, arm, text } of texts) {
    for (const feature of templateFeatures(text)) {
      const byArm = having.get(feature) ?? new Map<string, string[]>()
      having.set(feature, byArm.set(arm, [...(byArm.get(arm) ?? []), id]))
    }
  }
  const textOf = new Map(texts.map(({ id, text }) => [id, text]))
  const tells: ArmFinding[] = []
  for (const [feature, byArm] of [...having].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const shareOf = (arm: string) => (byArm.get(arm)?.length ?? 0) / (total.get(arm) ?? 1)
    for (const arm of arms) {
      const others = arms.filter(other => other !== arm).map(shareOf)
      const isHad = shareOf(arm) >= rule.share && others.every(share => share <= rule.elsewhere)
      // Of two arms the other one has it. Lines, headings, openings and endings are many: only having one can tell.
      const isLacked =
        arms.length > 2 &&
        !/^(?:recurring line|opening|ending|heading) /.test(feature) &&
        shareOf(arm) <= rule.elsewhere &&
        others.every(share => share >= 1 - rule.share)
      if (!isHad && !isLacked) continue
      const has = new Set(byArm.get(arm))
      const own = texts.filter(({ id, arm: of }) => of === arm && has.has(id) === isHad).map(({ id }) => id)
      if (own.length < rule.texts) continue
      const severity = own.length / (total.get(arm) ?? 1) >= MUST_SHARE ? 'likely' : 'hint'
      const what = `${isHad ? 'has' : 'lacks'}: ${feature}`
      tells.push(armFinding({ kind: 'template', severity, arm, what, textIds: own.sort() }, textOf))
    }
  }
  return tells
}
