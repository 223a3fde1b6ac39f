/** @file The questions to a judge: every plan alone, and every pair in both orders, of the cases that it sees. */
import type { Message } from '../engines/index.ts'
import type { Instrument } from '../review/instrument/index.ts'
import { isServed, type ReviewConfig, type ServedConfig } from '../review/index.ts'
import type { PreparedPlan, ReviewMaterial } from '../review/preparation/index.ts'
import { hashJson, randomStream } from '../support/index.ts'
import { type AnswerForm, pairForm, ratingForm } from './answer-form.ts'
import type { JudgeConfig, JudgesConfig } from './config.ts'
import { instructions } from './instructions.ts'
import type { Subject } from './judgement.ts'
import { pageWords } from './page-words.ts'
import { caseText, planText } from './sheet-text.ts'

/** One question. Two that send the same words have the same request. */
export interface Question {
  readonly subject: Subject
  readonly form: AnswerForm
  readonly messages: readonly Message[]
  /** Hash of the messages: it names the request, so that no id of a case or an arm decides how an answer is drawn. */
  readonly request: string
}

/** What the review asks of its raters, as far as it decides what a judge is asked. */
export interface AskedTasks {
  readonly ratings: boolean
  /** Pairs of arms, each once. */
  readonly pairs: readonly (readonly [string, string])[]
}

/** The tasks of a served review; a visit of a clinician may show fewer pairs of a case than the judge compares. */
export function tasksOf({ compare, tasks }: Pick<ServedConfig, 'compare' | 'tasks'>): AskedTasks {
  const { ratings, pairs } = tasks
  const every = compare.flatMap((first, i) => compare.slice(i + 1).map(second => [first, second] as const))
  return { ratings: ratings !== 'none', pairs: pairs === 'none' ? [] : pairs.of === 'all' ? every : pairs.of }
}

/** Whether the study has a review whose material a judge can be shown. */
export function canJudge(judges: JudgesConfig, review: ReviewConfig | undefined): review is ServedConfig {
  return Object.keys(judges).length > 0 && review !== undefined && isServed(review)
}

/** The cases that a judge sees, in the order of the review: a larger number has those of a smaller one within. */
function drawnCases<Case extends { readonly caseId: string }>(
  cases: readonly Case[],
  wanted: number | undefined,
  seed: number,
): readonly Case[] {
  if (wanted === undefined || wanted >= cases.length) return cases
  const ids = cases.map(({ caseId }) => caseId).sort()
  const drawn = new Set(randomStream(seed, 'judge cases').shuffle(ids).slice(0, wanted))
  return cases.filter(({ caseId }) => drawn.has(caseId))
}

/**
 * The questions in the order of the cases. Messages hold the sheets and the instrument in the language of the cases, and
 * neither an arm nor an id.
 */
export function questionsFor(
  material: Pick<ReviewMaterial, 'seed' | 'cases' | 'plans'>,
  instrument: Instrument,
  scale: readonly [number, number],
  { config, tasks }: { readonly config: Pick<JudgeConfig, 'cases' | 'ratings' | 'pairs'>; readonly tasks: AskedTasks },
): readonly Question[] {
  const words = pageWords[instrument.caseLanguage]
  const say = instructions(instrument, scale, words)
  const plans = new Map<string, Map<string, PreparedPlan>>()
  for (const plan of material.plans) {
    const own = plans.get(plan.caseId) ?? new Map<string, PreparedPlan>()
    plans.set(plan.caseId, own.set(plan.arm, plan))
  }
  const question = (subject: Subject, form: AnswerForm, parts: readonly string[]): Question => {
    const messages: readonly Message[] = [
      { role: 'system', content: say.task },
      { role: 'user', content: parts.join('\n\n') },
    ]
    return {
      subject,
      form,
      messages,
      request: hashJson({ messages: messages.map(({ role, content }) => [role, content]) }),
    }
  }
  return drawnCases(material.cases, config.cases, material.seed).flatMap(({ caseId, sheet }) => {
    const own = plans.get(caseId) ?? new Map<string, PreparedPlan>()
    const record = `# ${words.record.title}\n\n${caseText(sheet, words)}`
    const shown = (title: string, plan: PreparedPlan) => `# ${title}\n\n${planText(plan.sheet, words)}`
    const ratings = [...own.values()].map(plan => {
      const form = ratingForm(instrument, scale, plan.sheet)
      const parts = [record, shown(words.plan.title, plan), say.rating(plan.sheet), form.shown]
      return question({ task: 'rating', caseId, arm: plan.arm }, form, parts)
    })
    const pairs = tasks.pairs.flatMap(([one, other]) =>
      [
        [one, other],
        [other, one],
      ].flatMap(([left, right]): Question[] => {
        const [first, second] = [own.get(left), own.get(right)]
        if (first === undefined || second === undefined) return []
        const form = pairForm(instrument)
        const sheets = [shown(words.plan.left, first), shown(words.plan.right, second)]
        return [question({ task: 'pair', caseId, left, right }, form, [record, ...sheets, say.pair, form.shown])]
      }),
    )
    return [...(tasks.ratings && config.ratings ? ratings : []), ...(config.pairs ? pairs : [])]
  })
}
