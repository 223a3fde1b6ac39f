/** @file How a model is asked for the reasons behind a recorded decision. */
import type { Message } from '../../engines/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import type { Exemplar } from '../exemplars/index.ts'
import { renderCompletion, renderPrompt } from '../render.ts'
import type { RationaleCase } from '../../specialty/stated-numbers/index.ts'

interface Wording {
  readonly task: string
  readonly notAccepted: string
  readonly again: string
}

const wordings: Readonly<Record<'en' | 'zh', Wording>> = {
  en: {
    task: 'The decision below was made in this case. Write the reasons for it as an experienced physician would: the findings that decide, then every decision with its reason, an alternative that was weighed and rejected, the risks, and what is still missing. Use only numbers that stand in the case or in the decision; compute none, and invent no finding. Write sentences, no list and no heading. Then repeat the decision exactly as it stands here, from its first line to its last, and write nothing after it.',
    notAccepted: 'This was not accepted:',
    again: 'Write the reasons again without these faults, and the decision after them, unchanged.',
  },
  zh: {
    task: '以下是本例已作出的决定。请像有经验的医生那样写出理由：先写起决定作用的检查结果，再逐项说明每个决定的依据、曾考虑而未采用的方案、风险以及尚缺的资料。只使用病例或决定中出现的数字，不得自行计算，也不得编造检查结果。写成连贯的句子，不用列表和标题。然后从第一行到最后一行原样重复该决定，其后不要再写任何内容。',
    notAccepted: '以下问题使该文本未被采纳：',
    again: '请改正这些问题，重新写出理由，并在其后原样重复该决定。',
  },
}

const wordingOf = ({ language = 'en' }: Specialty) => wordings[language]

const contentOf = (messages: readonly Message[]) => messages.map(({ content }) => content).join('\n')

function question(specialty: Specialty, prompt: readonly Message[], decision: RationaleCase['decision']): Message {
  const plan = contentOf(renderCompletion(specialty, decision, null))
  return { role: 'user', content: `${contentOf(prompt)}\n\n${wordingOf(specialty).task}\n\n${plan}` }
}

/** The case as it is put to the model and to a clinician: with the options of every layer. */
export function casePrompt(
  specialty: Specialty,
  { fields }: Pick<RationaleCase, 'fields'>,
  units: 'conventional' | 'other',
): readonly Message[] {
  return renderPrompt(specialty, { fields }, { units, values: 'all', options: 'listed' })
}

/** The request for one record: worked cases as earlier turns, then the case, its decision and the task. */
export function ask(
  specialty: Specialty,
  of: RationaleCase,
  units: 'conventional' | 'other',
  exemplars: readonly Exemplar[],
): Message[] {
  return [
    ...exemplars.flatMap(({ prompt, completion, referencePlan }) => [
      question(specialty, prompt, referencePlan),
      ...completion,
    ]),
    question(specialty, casePrompt(specialty, of, units), of.decision),
  ]
}

/** The request after a rejected text: the same with that text and what is wrong with it. */
export function askAgain(
  specialty: Specialty,
  first: readonly Message[],
  text: string,
  reasons: readonly string[],
): Message[] {
  const { notAccepted, again } = wordingOf(specialty)
  const faults = reasons.map(reason => `- ${reason}`).join('\n')
  return [
    ...first,
    { role: 'assistant', content: text },
    { role: 'user', content: `${notAccepted}\n${faults}\n${again}` },
  ]
}
