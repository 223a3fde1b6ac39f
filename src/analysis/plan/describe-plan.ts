/** @file A plan in words, for a person who signs it. */
import { type AnalysisPlan, armsOf, familyOf, type Hypothesis } from './analysis-plan.ts'

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`

const side = (direction: 'two-sided' | 'first-higher') => (direction === 'two-sided' ? 'two-sided' : 'one-sided')

/** What a hypothesis claims, and the test that decides it, as one sentence. */
export function describeHypothesis(
  hypothesis: Hypothesis,
  { alpha, ties }: Pick<AnalysisPlan, 'alpha' | 'ties'>,
): string {
  const [first, second] = armsOf(hypothesis)
  switch (hypothesis.question) {
    case 'benchmark': {
      const { layer, measure, direction } = hypothesis
      const more = direction === 'two-sided' ? 'differently often from' : 'more often than'
      const does = measure === 'agreement' ? 'agrees with the record' : 'stays within the rules'
      return (
        `${first} ${does} on ${layer} ${more} ${second}; exact McNemar test, ${side(direction)} ` +
        '(sign-flip test over couples where a couple has several cases)'
      )
    }
    case 'rating': {
      const { criterion, direction } = hypothesis
      const more = direction === 'two-sided' ? 'differently from' : 'higher than'
      return (
        `these raters score ${first} ${more} ${second} on ${criterion}; ` +
        `Wilcoxon signed-rank test of the case means, ${side(direction)}`
      )
    }
    case 'preference': {
      const { criterion, direction } = hypothesis
      const than = direction === 'two-sided' ? 'prefer one of' : 'prefer the first of'
      const tied = ties === 'half' ? 'a tie counts for neither' : 'votes without a winner are left out'
      return (
        `these raters ${than} ${first} and ${second} (${criterion}); net benefit as the mean over cases, ` +
        `sign-flip test over couples, ${side(direction)}; ${tied}`
      )
    }
    case 'paradox': {
      const { layer, criterion, margin } = hypothesis
      return (
        `${second} agrees with the record more often than ${first} on ${layer}, and these raters prefer ${first} ` +
        `(${criterion}); both halves one-sided at ${alpha}, the larger p decides (intersection-union); ` +
        `a gain of ${second} in preference below ${margin} counts as none`
      )
    }
  }
}

/** The whole plan in lines: claims by family, rules, and what is left out. */
export function describePlan(plan: AnalysisPlan): readonly string[] {
  const { hypotheses, alpha, level, resamples, seed, exclusions, fewestRaters } = plan
  const families = [...new Set(hypotheses.filter(({ question }) => question !== 'paradox').map(familyOf))]
  const paradoxes = hypotheses.filter(({ question }) => question === 'paradox')
  const paradoxFamilies = [...new Set(paradoxes.map(familyOf))]
  const of = (own: readonly Hypothesis[]) =>
    own.flatMap(hypothesis => {
      const margin = 'first' in hypothesis && hypothesis.margin
      return [
        `  ${hypothesis.id} (${hypothesis.role}): ${describeHypothesis(hypothesis, plan)}`,
        ...(margin ? [`    and whether ${hypothesis.first} is not worse by ${margin} or more, one-sided`] : []),
      ]
    })
  return [
    `${plan.title} (${plan.plan})`,
    `Unit: the couple. Level of significance ${alpha}; intervals at ${percent(level)}; ${resamples} resamples; seed ${seed}.`,
    ...families.flatMap(family => {
      const own = hypotheses.filter(one => one.question !== 'paradox' && familyOf(one) === family)
      const holm = own.length === 1 ? 'one hypothesis' : `${own.length} hypotheses, adjusted together by Holm`
      return [`Family ${family}: ${holm}`, ...of(own)]
    }),
    ...paradoxFamilies.flatMap(family => {
      const own = paradoxes.filter(one => familyOf(one) === family)
      const holm = own.length === 1 ? 'one, without a correction' : `${own.length}, adjusted together by Holm`
      return [`The paradox, family ${family}: ${holm}`, ...of(own)]
    }),
    'Missing: an answer that cannot be read is wrong; a rating that is missing is counted and not filled in.',
    exclusions.length === 0
      ? 'Nothing is left out.'
      : `Left out of the review, not of the benchmark: ${exclusions.map(({ what, id, reason }) => `${what} ${id} (${reason})`).join('; ')}.`,
    `With fewer than ${fewestRaters} raters, what is found holds for these raters and is no claim about clinicians in general.`,
    'Everything else that is computed is exploratory.',
  ]
}
