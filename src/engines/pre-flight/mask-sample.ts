/** @file One row as the trainer sees it, prompt and completion told apart. It is a record's text: for a file, never for a log. */
import type { Tokenizer } from '../../model/index.ts'
import type { TrainingRow } from './training-rows.ts'

/** A text from the tokens themselves, special tokens spelt out, so that what is shown is what is trained on. */
function spell(tokenizer: Tokenizer, ids: readonly number[]): string {
  const specials = new Map(tokenizer.specialTokens.map(token => [tokenizer.encode(token)[0], token]))
  let [text, run] = ['', [] as number[]]
  const flush = () => {
    text += tokenizer.decode(run)
    run = []
  }
  for (const id of ids) {
    const special = specials.get(id)
    if (special === undefined) run.push(id)
    else {
      flush()
      text += special
    }
  }
  flush()
  return text
}

/**
 * A row with a line before each part: how many tokens it has, and whether they are learnt. Throws InputError when the
 * prompt is no prefix of the whole.
 */
export function maskSample(tokenizer: Tokenizer, row: TrainingRow, learnsAll: boolean): string {
  const promptIds = tokenizer.encodePrompt(row.prompt)
  const part = (name: string, ids: readonly number[], learnt: boolean) => [
    `=== ${name}: ${ids.length} tokens, ${learnt ? 'learnt' : 'not learnt'} ===`,
    spell(tokenizer, ids),
  ]
  const completions = row.completions.flatMap(({ name, messages }) => {
    const { ids, promptLength } = tokenizer.encodeExample(row.prompt, messages)
    return part(name, ids.slice(promptLength), true)
  })
  const head = `${row.split} line ${row.line}, id ${row.id}`
  return `${[head, ...part('prompt', promptIds, learnsAll), ...completions, '=== end ==='].join('\n')}\n`
}
