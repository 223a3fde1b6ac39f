/** @file Section: the flow of the review, from test cases to the answers that were analysed, as a figure. */
import { toCsv } from '../../../support/index.ts'
import type { AnalysisResults } from '../../../analysis/index.ts'
import { INK, QUIET, WARNING } from '../../figure-theme.ts'
import { html, type Markup } from '../../html.ts'
import type { DrawnFigure } from '../../interval-figure.ts'
import { textWidth } from '../../text-width.ts'
import { type AnalysisContext, noSection, type Section } from './context.ts'

/** One box: a heading and lines of counts. */
interface Box {
  readonly key: string
  readonly title: string
  readonly lines: readonly string[]
  /** Stands beside the flow: what left it. */
  readonly aside?: readonly string[]
}

function boxesOf(
  { words, format }: AnalysisContext,
  review: NonNullable<AnalysisResults['review']>,
  all: AnalysisResults,
): readonly Box[] {
  const { flow } = words
  const count = format.count
  const given = review.ratings + review.preferences + review.guesses
  const judgements = [
    flow.ratings(count(review.ratings)),
    flow.preferences(count(review.preferences)),
    flow.guesses(count(review.guesses)),
  ]
  return [
    {
      key: 'test cases',
      title: flow.testCases(count(all.cases), count(all.couples)),
      lines: [],
      aside: [flow.notReviewed(count(all.cases - review.cases))],
    },
    {
      key: 'reviewed',
      title: flow.reviewed(count(review.cases)),
      lines: [flow.arms(count(review.arms.length), format.list(review.arms.map(words.terms.arm)))],
    },
    {
      key: 'raters',
      title: flow.raters(count(review.clinicians), all.simulated),
      lines: [flow.judges(count(review.judges))],
    },
    {
      key: 'judgements',
      title: flow.judgements(count(given)),
      lines: judgements,
      aside: [flow.excluded(count(review.excluded)), flow.repeats(count(review.repeats))],
    },
    {
      key: 'analysed',
      title: flow.analysed(count(given - review.excluded - review.repeats)),
      lines: [flow.analysedNote],
    },
  ]
}

const LINE = 18
const MAIN = 330
const GAP = 26

/** The boxes below one another with arrows, and beside them what left the flow. */
function drawing(boxes: readonly Box[], description: string, notice: string | null): Markup {
  const longest = Math.max(...boxes.flatMap(({ title, lines }) => [title, ...lines].map(textWidth)))
  const main = Math.max(MAIN, Math.ceil(longest * 1.06) + 28)
  const aside = Math.max(150, ...boxes.flatMap(box => (box.aside ?? []).map(line => Math.ceil(textWidth(line)) + 28)))
  const width = main + 40 + aside
  const heightOf = ({ lines }: Box) => 20 + LINE * (1 + lines.length)
  let y = notice === null ? 4 : 28
  const parts = boxes.map((box, i) => {
    const [top, height] = [y, heightOf(box)]
    y += height + GAP
    const middle = top + height / 2
    const out = box.aside ?? []
    const outHeight = 14 + LINE * out.length
    const outTop = middle - outHeight / 2
    return html`<rect x="1" y="${top}" width="${main}" height="${height}" rx="5" fill="#f6f8fa" stroke="${QUIET}"/>
<text x="14" y="${top + 23}" font-weight="600" fill="${INK}">${box.title}</text>
${box.lines.map((line, j) => html`<text x="14" y="${top + 23 + LINE * (j + 1)}" fill="${INK}">${line}</text>`)}
${
  i < boxes.length - 1 &&
  html`<path d="M40 ${top + height}v${GAP - 7}" stroke="${QUIET}" fill="none"/><path d="M35 ${top + height + GAP - 8}h10l-5 8z" fill="${QUIET}"/>`
}
${
  out.length > 0 &&
  html`<path d="M${main + 1} ${middle}h33" stroke="${QUIET}" fill="none"/><path d="M${main + 33} ${middle - 5}v10l8 -5z" fill="${QUIET}"/>
<rect x="${main + 41}" y="${outTop}" width="${aside - 2}" height="${outHeight}" rx="5" fill="white" stroke="${QUIET}" stroke-dasharray="3 3"/>
${out.map((line, j) => html`<text x="${main + 53}" y="${outTop + 20 + LINE * j}" fill="${INK}">${line}</text>`)}`
}`
  })
  const height = y - GAP + 6
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${description}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, 'Noto Sans CJK SC', sans-serif" font-size="13">
<rect width="${width}" height="${height}" fill="white"/>
${notice !== null && html`<text x="1" y="15" font-weight="600" fill="${WARNING}">${notice}</text>`}
${parts}</svg>`
}

/** The drawn flow with its counts; null without a review. */
export function reviewFlowFigure(context: AnalysisContext): DrawnFigure | null {
  const { analysis, words } = context
  const { review } = analysis
  if (review === null) return null
  const boxes = boxesOf(context, review, analysis)
  const description = boxes.map(({ title, lines, aside = [] }) => [title, ...lines, ...aside].join(', ')).join('; ')
  const markup = drawing(boxes, description, analysis.simulated ? words.simulated.short : null)
  const counts: readonly (readonly [string, number])[] = [
    ['test cases', analysis.cases],
    ['couples', analysis.couples],
    ['cases reviewed', review.cases],
    ['arms', review.arms.length],
    ['clinicians', review.clinicians],
    ['judges', review.judges],
    ['ratings', review.ratings],
    ['preferences', review.preferences],
    ['guesses', review.guesses],
    ['excluded', review.excluded],
    ['answers to hidden repeats', review.repeats],
    ['answers analysed', review.ratings + review.preferences + review.guesses - review.excluded - review.repeats],
  ]
  const csv = toCsv(
    ['step', 'count', 'simulated_reviewers'],
    counts.map(([step, count]) => [step, count, analysis.simulated]),
  )
  return { svg: markup.markup, csv }
}

/** The figure, and when the review took place. */
export function reviewFlowSection({ words, analysis }: AnalysisContext, figure: Markup | false): Section {
  if (figure === false || analysis.review === null) return noSection
  const { firstRatedAt, lastRatedAt } = analysis.review
  const dates =
    firstRatedAt === null || lastRatedAt === null
      ? words.flow.noDates
      : words.flow.dates(firstRatedAt.slice(0, 10), lastRatedAt.slice(0, 10))
  return { ...noSection, markup: html`<h2>${words.flow.title}</h2><p>${dates}</p>${figure}` }
}
