/** @file What the files of a study say to questions that several checklists ask. Facts only: nothing is argued here. */
import type { Answer } from './checklist.ts'

const list = (names: readonly string[]) => names.join(', ')
/** Who gave the judgements, by number; programs are never called clinicians. */
const judging = ({ simulated }: { readonly simulated: boolean }, count: number) =>
  `${count} ${simulated ? 'SIMULATED reviewers (programs)' : 'clinicians'}`
const day = (instant: string) => instant.slice(0, 10)

/** The arms, and which of them are weights made here. */
export const theArms: Answer = ({ arms, manifests }) => {
  const commits = new Set([...manifests.values()].map(({ commit }) => commit?.slice(0, 12) ?? 'unknown'))
  return {
    says: `arms ${list(arms)}, each one checkpoint; software at commit ${list([...commits])}`,
    where: 'report: how the arms were made; tables/arms.csv',
  }
}

/** When each arm answered. */
export const whenAsked: Answer = ({ arms, manifests }) => {
  const dates = arms.flatMap(arm => {
    const manifest = manifests.get(`predictions/${arm}`)
    return manifest ? [`${arm} ${day(manifest.finished)}`] : []
  })
  return dates.length === 0 ? null : { says: `answers finished: ${list(dates)}`, where: 'manifests of predictions/' }
}

/** Settings of decoding and the seed. */
export const decoding: Answer = ({ seed }) => ({
  says: `length limit, temperature and engine as in the study file with its defaults; seed ${seed}`,
  where: 'report: how to make this again',
})

/** How arms were aligned. */
export const alignment: Answer = ({ arms }) => ({
  says: `${list(arms)} from the same base policy; losses, steps and training data by arm`,
  where: 'report: how the arms were made; tables/arms.csv; figures/training-*.svg',
})

/** The prompt. */
export const prompts: Answer = ({ specialty }) => ({
  says: `one template for all arms, with ${specialty.fields.length} fields and ${specialty.decisionLayers.length} decision layers`,
  where: 'prompts/*.jsonl; report: cases with every answer (synthetic records only)',
})

/** How often each case was asked. */
export const queries: Answer = ({ analysis, arms }) => ({
  says: `${analysis.cases} test cases, each asked once of each of ${arms.length} arms, in a conversation of its own`,
  where: 'predictions/<arm>/predictions.jsonl',
})

/** Where the records come from and what was left out. */
export const records: Answer = ({ importReport, study }) => ({
  says:
    `${importReport.rows} rows, ${importReport.imported} records of ${importReport.couples} couples; ` +
    `${importReport.quarantined.rows} set aside with reasons` +
    (study.synthetic || importReport.synthetic ? '; SYNTHETIC: no patient' : ''),
  where: 'report: flow; tables/flow.csv; records/import-report.json',
})

/** Training, validation and test. */
export const splitOfRecords: Answer = ({ split }) => ({
  says: `split by couple: ${split.couples.train} train, ${split.couples.validation} validation, ${split.couples.test} test couples; near-duplicates counted`,
  where: 'report: flow; split/split.json; split/near-duplicates.json',
})

/** What counts as right. */
export const reference: Answer = () => ({
  says: 'the recorded decision; and, apart from it, what the rules of the specialty leave open',
  where: 'report: agreement per decision layer, limits',
})

/** Measures and their intervals. */
export const measures: Answer = ({ results, analysis }) => ({
  says: `agreement by layer (${results.layers.length} layers) with ${analysis.level * 100} % intervals; ratings and preferences by the case mean`,
  where: 'report: differences; analysis/results.json',
})

/** The plan and its register. */
export const plan: Answer = ({ analysis }) => {
  const last = analysis.plan?.versions.at(-1)
  if (!analysis.plan || !last) return null
  const amended = analysis.plan.versions.length - 1
  return {
    says: `plan "${analysis.plan.name}" registered ${last.registeredAt}, SHA-256 ${last.planHash}; ${amended} amendments`,
    where: 'report: the plan; the register beside the plan',
  }
}

/** Where the study departs from its plan. */
export const deviations: Answer = ({ analysis }) =>
  analysis.plan === null
    ? null
    : {
        says:
          (analysis.simulated ? 'SIMULATED REVIEWERS: no clinician judged; ' : '') +
          (analysis.deviations.length === 0 ? 'none' : analysis.deviations.join('; ')),
        where: 'report: deviations',
      }

/** Cases and raters, and what could be found with them. */
export const sampleSize: Answer = ({ analysis }) => {
  const smallest = analysis.findings.flatMap(({ hypothesis, minimumDetectable, id }) =>
    hypothesis !== null && minimumDetectable !== null && 'value' in minimumDetectable
      ? [
          `${id} ${minimumDetectable.value.toPrecision(2)} ` +
            `(${minimumDetectable.method === 'McNemar exact' ? 'exact' : 'roughly'}, at ${Number(minimumDetectable.alpha.toPrecision(2))})`,
        ]
      : [],
  )
  return {
    says:
      `${analysis.cases} cases of ${analysis.couples} couples` +
      (analysis.review
        ? `; ${analysis.review.cases} reviewed by ${judging(analysis, analysis.review.clinicians)}`
        : '') +
      (smallest.length > 0
        ? `; smallest difference found with power 0.8 at alpha over the size of its family: ${list(smallest)}`
        : ''),
    where: 'analysis/results.json; bedside plan check simulates the power',
  }
}

/** Who judged, how often, and whether they were people at all. */
export const raters: Answer = ({ analysis: { review, simulated } }) =>
  review === null
    ? null
    : {
        says:
          (simulated ? 'SIMULATED REVIEWERS: no clinician gave these judgements; ' : '') +
          `${judging({ simulated }, review.clinicians)} and ${review.judges} language models; ${review.ratings} ratings, ${review.preferences} preferences, ${review.repeats} hidden repeats`,
        where: 'report: ratings, preferences; review/review.json',
      }

/** How alike they judged. */
export const agreementOfRaters: Answer = ({ analysis: { agreement } }) =>
  agreement.length === 0
    ? null
    : {
        says: 'Krippendorff, Gwet, Fleiss and ICC with intervals; kappa of repeats',
        where: 'report: agreement of raters',
      }

/** Whether they could tell the arms apart. */
export const blinding: Answer = ({ analysis: { blinding } }) =>
  'notEstimable' in blinding
    ? null
    : { says: `${blinding.guesses} guesses; Bang's index by arm, James' over all`, where: 'report: blinding' }

/** What was found. */
export const mainResults: Answer = ({ analysis }) => ({
  says: `${analysis.findings.length} comparisons, of which ${analysis.findings.filter(({ hypothesis }) => hypothesis !== null).length} planned; each with estimate, interval, p and role`,
  where: 'report: the paradox, planned comparisons; analysis/results.json',
})

/** Strata and rare situations. */
export const subgroups: Answer = ({ analysis }) => ({
  says: `head, mid and tail of the training records; ${analysis.strata.length} comparisons by stratum`,
  where: 'report: head and tail, rare situations',
})

/** Plans that go against rules. */
export const errors: Answer = ({ analysis, results }) => ({
  says:
    `share within the rules by arm and layer (${analysis.ruleAdherence.length} rows); ` +
    `answers without a readable plan: ${results.readability.map(({ predictor, unreadable }) => `${predictor} ${unreadable}`).join(', ')}`,
  where: 'report: rules, readability; tables/readability.csv',
})

/** What another person needs to do it again. */
export const reproduction: Answer = ({ seed }) => ({
  says: `seed ${seed}; every artifact has a manifest with hashes of inputs, settings, code and versions; the analysis is computed again in R`,
  where: 'report: how to make this again; bedside report --r',
})

/** How names, dates and numbers were taken out. */
export const deidentification: Answer = ({ importReport }) =>
  importReport.deidentification
    ? { says: 'texts and cells de-identified before anything read them', where: 'records/import-report.json' }
    : null

/** What the figures do not say. */
export const limits: Answer = () => ({
  says: 'limits that hold for every study of this kind, and those of this one',
  where: 'report: limits',
})
