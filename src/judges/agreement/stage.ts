/** @file The stage `judge-agreement`: judges beside the clinicians, in an artifact that the registered analysis never reads. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Preference, RaterRemark, Rating, ReviewSummary } from '../../review/index.ts'
import { loadMaterial, MATERIAL } from '../../review/preparation/index.ts'
import {
  InterruptedError,
  type JsonValue,
  loadJsonl,
  type Stage,
  StudyError,
  writeFileAtomically,
} from '../../support/index.ts'
import { type Judgement, judgeArtifact, type JudgeSummary, type Unreadable } from '../judgement.ts'
import { compareJudge } from './compare-judge.ts'
import { agreementSettings, JUDGE_AGREEMENT, type JudgeAgreement, type JudgeComparison } from './results.ts'

/** What the judgements of clinicians are, as far as they are there. */
async function clinicians(folder: string | null) {
  if (folder === null) return { ratings: [], preferences: [], remarks: null, simulated: false }
  const remarks = join(folder, 'remarks.jsonl')
  const { simulated } = JSON.parse(readFileSync(join(folder, 'review.json'), 'utf8')) as ReviewSummary
  return {
    ratings: await loadJsonl<Rating>(join(folder, 'ratings.jsonl')),
    preferences: await loadJsonl<Preference>(join(folder, 'preferences.jsonl')),
    remarks: existsSync(remarks) ? await loadJsonl<RaterRemark>(remarks) : null,
    simulated,
  }
}

/** The stage that writes results.json; without a review what needs clinicians is not estimable. */
export function judgeAgreementStage({
  judges,
  hasReview,
}: {
  readonly judges: readonly string[]
  readonly hasReview: boolean
}): Stage {
  return {
    title: 'judges beside clinicians',
    artifact: JUDGE_AGREEMENT,
    inputs: [MATERIAL, ...judges.map(judgeArtifact), ...(hasReview ? ['review'] : [])],
    mayLack: judges.map(judgeArtifact),
    sources: [],
    settings: { judges, hasReview, ...agreementSettings } as unknown as JsonValue,
    module: import.meta.url,
    async run({ input, output, seed, progress, signal }) {
      const material = await loadMaterial(input(MATERIAL))
      const couples = new Map(material.cases.map(({ caseId, coupleId }) => [caseId, coupleId]))
      const clusterOf = (caseId: string) => {
        const couple = couples.get(caseId)
        if (couple === undefined) throw new StudyError(`case ${caseId}: expected in the review material, got none`)
        return couple
      }
      const { simulated, ...said } = await clinicians(hasReview ? input('review') : null)
      const settings = { ...agreementSettings, seed }
      const task = progress.begin('judges beside clinicians', judges.length)
      const compared: JudgeComparison[] = []
      const lacking: string[] = []
      for (const judge of judges) {
        await new Promise(resolve => setImmediate(resolve))
        if (signal.aborted) throw new InterruptedError('interrupted; run the same command again to continue')
        const folder = input(judgeArtifact(judge))
        // It was postponed: its server did not answer.
        if (!existsSync(join(folder, 'judge.json'))) {
          lacking.push(judge)
          continue
        }
        const summary = JSON.parse(readFileSync(join(folder, 'judge.json'), 'utf8')) as JudgeSummary
        const judgements = await loadJsonl<Judgement>(join(folder, 'judgements.jsonl'))
        const unreadable = await loadJsonl<Unreadable>(join(folder, 'unreadable.jsonl'))
        const { scale } = material.settings
        compared.push(compareJudge({ summary, judgements, unreadable, ...said, scale, clusterOf, settings }))
        task.update(compared.length)
      }
      task.finish()
      const results: JudgeAgreement = { settings, hasReview, simulated, judges: compared, lacking }
      writeFileAtomically(join(output, 'results.json'), `${JSON.stringify(results, null, 1)}\n`)
      return { judges: compared.length, lacking: lacking.length, hasReview, simulated }
    },
  }
}
