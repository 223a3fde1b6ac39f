/** @file All sections of the analysis, in the two blocks in which the page has them. */
import { type AnalysisFigures, figureMarkup } from '../../analysis-figures.ts'
import { answerSection } from './answer.ts'
import { ruleAdherenceSection, strataDifferencesSection } from './benchmark-parts.ts'
import { blindingSection } from './blinding.ts'
import { centresSection } from './centres.ts'
import { comparisonsSection } from './comparisons.ts'
import type { AnalysisContext, Section } from './context.ts'
import { judgesSection } from './judges.ts'
import { orderingsSection } from './orderings.ts'
import { orderedPairsSection, samePlanSection, sensitivitySection } from './paradox-checks.ts'
import { planSection } from './plan.ts'
import { preferencesSection } from './preferences.ts'
import { raterAgreementSection } from './rater-agreement.ts'
import { ratingsSection } from './ratings.ts'
import { remarksSection } from './remarks.ts'
import { reviewFlowSection } from './review-flow.ts'
import { reviewMaterialSection } from './review-material.ts'
import { reviewRecordSection } from './review-record.ts'

/** The answer, the plan and what the review gave; and what stands among the sections of the benchmark. */
export interface AnalysisSections {
  readonly question: readonly Section[]
  readonly benchmark: readonly Section[]
}

/** Builds every section. */
export function analysisSections(context: AnalysisContext, figures: AnalysisFigures): AnalysisSections {
  const { words, analysis } = context
  const figure = (name: string, caption: string, isOfReview?: boolean) =>
    figureMarkup(context, figures, name, caption, isOfReview)
  return {
    question: [
      answerSection(context),
      planSection(context),
      comparisonsSection(context, figure('comparisons', words.comparisons.figure, analysis.review !== null)),
      reviewMaterialSection(context),
      reviewFlowSection(context, figure('review-flow', words.flow.caption)),
      ratingsSection(context, figure('ratings', words.ratings.figure)),
      preferencesSection(context, figure('strengths', words.preferences.figure)),
      remarksSection(context),
      orderingsSection(context),
      samePlanSection(context),
      sensitivitySection(context),
      orderedPairsSection(context),
      raterAgreementSection(context),
      blindingSection(context),
      reviewRecordSection(context),
      judgesSection(context),
      centresSection(context, figure('centres', words.centres.figure)),
    ],
    benchmark: [strataDifferencesSection(context), ruleAdherenceSection(context)],
  }
}
