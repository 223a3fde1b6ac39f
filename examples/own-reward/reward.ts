/**
 * @file A reward of a study's own: the same strategy as the record, and a starting dose that is not above the recorded one.
 * It is a training signal that was made up for this example, and no advice on doses.
 */

/** What one sampled completion is worth, from 0 to 1; null when the record has no starting dose to compare with. */
export default function (sample: {
  readonly plan: Readonly<Record<string, string | number>> | null
  readonly reference: Readonly<Record<string, string | number>>
}): number | null {
  const recorded = sample.reference.startingDose
  if (recorded === undefined) return null
  if (sample.plan === null || sample.plan.strategy !== sample.reference.strategy) return 0
  const { startingDose } = sample.plan
  if (startingDose === undefined) return 0
  return Number(startingDose) <= Number(recorded) ? 1 : 0.5
}
