/** @file The figures of the analysis: which there are, how they are drawn, and their numbers beside them. */
import { html, type Markup, trustedMarkup } from './html.ts'
import {
  type DrawnFigure,
  type IntervalFigure,
  intervalFigure,
  looseDomain,
  symmetricDomain,
} from './interval-figure.ts'
import { centreRows } from './sections/analysis/centres.ts'
import { comparisonRows } from './sections/analysis/comparisons.ts'
import { type AnalysisContext, reviewCaption } from './sections/analysis/context.ts'
import { preferenceRows } from './sections/analysis/preferences.ts'
import { ratingRows } from './sections/analysis/ratings.ts'
import { reviewFlowFigure } from './sections/analysis/review-flow.ts'

/** Name below `figures/` -> drawing. */
export type AnalysisFigures = ReadonlyMap<string, DrawnFigure>

function requests(context: AnalysisContext): readonly IntervalFigure[] {
  const { analysis, words, format, review } = context
  const notice = analysis.simulated ? words.simulated.short : null
  const level = format.level(analysis.level)
  const [low, high] = review?.scale ?? [1, 5]
  const differences = comparisonRows(context)
  const strengths = preferenceRows(context)
  const centres = centreRows(context)
  const hasReview = analysis.review !== null
  return [
    {
      name: 'comparisons',
      rows: differences,
      axisTitle: words.comparisons.axis(level),
      domain: symmetricDomain(differences),
      zero: 0,
      description: words.comparisons.description,
      notice: hasReview ? notice : null,
    },
    {
      name: 'ratings',
      rows: ratingRows(context),
      axisTitle: words.ratings.axis(String(low), String(high), level),
      domain: [low, high],
      zero: null,
      description: words.ratings.description,
      notice,
    },
    {
      name: 'strengths',
      rows: strengths,
      axisTitle: words.preferences.axis(level),
      domain: looseDomain(strengths),
      zero: 0,
      description: words.preferences.description,
      notice,
    },
    {
      name: 'centres',
      rows: centres,
      axisTitle: words.centres.axis(level),
      domain: symmetricDomain(centres),
      zero: 0,
      description: words.centres.description,
      notice,
    },
  ]
}

/** Draws every figure that there is something to draw for. */
export async function analysisFigures(context: AnalysisContext): Promise<AnalysisFigures> {
  const drawn = new Map<string, DrawnFigure>()
  const flow = reviewFlowFigure(context)
  if (flow) drawn.set('review-flow', flow)
  for (const request of requests(context)) {
    if (request.rows.length > 0) drawn.set(request.name, await intervalFigure(request))
  }
  return drawn
}

/** A figure on the page with its caption; false where it was not drawn. */
export function figureMarkup(
  context: AnalysisContext,
  figures: AnalysisFigures,
  name: string,
  caption: string,
  isOfReview = true,
): Markup | false {
  const found = figures.get(name)
  if (!found) return false
  const text = isOfReview ? reviewCaption(context, caption) : caption
  const numbers = context.words.common.numbersIn(`figures/${name}.csv`)
  return html`<figure class="forest"><div class="scroll">${trustedMarkup(found.svg)}</div>
<figcaption>${text} ${numbers}</figcaption></figure>`
}
