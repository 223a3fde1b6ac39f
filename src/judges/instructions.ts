/** @file What a judge is told: the questions and anchors of the instrument, in the words that clinicians read. */
import type { PlanSheet } from '../review/api/index.ts'
import { CHOICES, HARMS } from '../review/index.ts'
import type { Instrument } from '../review/instrument/index.ts'
import { askedCriteria } from './answer-form.ts'
import type { PageWords } from './page-words.ts'

interface Frame {
  readonly task: string
  readonly judgement: string
  /** Before the decisions that a criterion is scored for one by one. */
  readonly each: string
  readonly harmOfEach: string
  readonly answer: string
  readonly colon: string
}

const frames: Readonly<Record<'en' | 'zh', Frame>> = {
  en: {
    task: 'You are asked to judge treatment plans for recorded cases. Some were written by physicians, some by computer models; you are not told which. Judge as you would in your clinic. Answer with one JSON object in the form that is given at the end, and with nothing else.',
    judgement: 'Your judgement',
    each: 'for each of these decisions',
    harmOfEach: 'for each plan',
    answer: 'Answer with one JSON object in this form, one of the values at each place:',
    colon: ': ',
  },
  zh: {
    task: '请您评判针对既往病例的治疗方案。其中一些由医师撰写，一些由计算机模型生成，您不会被告知是哪一种。请像在您的门诊中一样评判。请只用一个 JSON 对象按末尾给出的格式作答，不要写其他任何内容。',
    judgement: '您的评价',
    each: '分别针对以下决策',
    harmOfEach: '分别针对每个方案',
    answer: '请用一个 JSON 对象按以下格式作答，每处选取一个值：',
    colon: '：',
  },
}

/** What goes around the sheets. */
export interface Instructions {
  /** The first message. */
  readonly task: string
  /** The questions about a plan alone; which depends on what the plan decides. */
  rating(plan: PlanSheet): string
  /** The questions about two plans. */
  readonly pair: string
}

/** The instructions in the language of the cases, with every question, every anchor and the question about harm. */
export function instructions(
  instrument: Instrument,
  [low]: readonly [number, number],
  { judge }: PageWords,
): Instructions {
  const language = instrument.caseLanguage
  const frame = frames[language]
  const options = (said: Readonly<Record<string, string>>, names: readonly string[]) =>
    names.map(name => `"${name}"${frame.colon}${said[name]}`).join('\n')
  const harms = options(judge.harms, ['none', ...HARMS])
  const head = `# ${frame.judgement}`
  return {
    task: frame.task,
    rating: plan =>
      [
        head,
        ...askedCriteria(instrument, plan).map(({ criterion: { id, label, question, anchors }, layers }) => {
          const named = layers.map(layer => `"${layer.id}"${frame.colon}${layer.label[language]}`)
          return [
            `## ${label[language]} ("${id}")`,
            question[language],
            ...anchors.map((text, i) => `${low + i}${frame.colon}${text[language]}`),
            ...(named.length > 0 ? [`${frame.each}${frame.colon}`, ...named] : []),
          ].join('\n')
        }),
        `## ${judge.harm} ("harm")\n${harms}`,
        frame.answer,
      ].join('\n\n'),
    pair: [
      head,
      `## ${judge.better} ("choices")`,
      ...instrument.comparisons.map(
        ({ id, label, question }) => `"${id}"${frame.colon}${label[language]}. ${question[language]}`,
      ),
      options(judge.choices, CHOICES),
      `## ${judge.harm} ("harms", ${frame.harmOfEach})\n${harms}`,
      frame.answer,
    ].join('\n\n'),
  }
}
