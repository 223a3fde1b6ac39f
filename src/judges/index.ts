/** @file Judge comparators: language models that are asked the clinicians' questions, for comparison only and never as a trust endpoint. */
export {
  JUDGE_AGREEMENT,
  type JudgeAgreement,
  type JudgeComparison,
  type KappaBesideClinicians,
  type PairAgreement,
  type PositionBias,
  type RatingAgreement,
  type Readability,
  type Repeatability,
  type SelfPreference,
} from './agreement/results.ts'
export { judgeAgreementStage } from './agreement/stage.ts'
export { HARM } from './agreement/verdicts.ts'
export { type JudgesConfig, judgesConfig } from './config.ts'
export { judgeArtifact, type JudgeSummary, UNREADABLE } from './judgement.ts'
export { canJudge } from './question.ts'
export { judgeStage } from './stage.ts'
