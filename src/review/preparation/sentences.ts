/** @file A text as its sentences with their ends, and back: for layout that says nothing of who wrote it. */

/** A stop, and behind it a blank and what can begin a sentence; or a Chinese stop. */
const BORDER = /(?<=[.!?]["')\]]*) +(?=["'([]*[\p{Lu}\p{Script=Han}\d])|(?<=[。！？][”’」』）)]*)(?=\S)/u
/** A stop that ends a word and no sentence. */
const ABBREVIATED = /(?:^|[\s(])(?:e\.g|i\.e|vs|approx|ca|cf|dr|prof|no|fig|resp|incl|max|min|\p{L})\.$/iu

/** The sentences of one line, each with its end; an abbreviation ends none. An empty line has none. */
export function sentencesWithEnds(line: string): readonly string[] {
  const sentences: string[] = []
  let open = ''
  for (const part of line.split(BORDER)) {
    const joint = open === '' || /[。！？]$/u.test(open) ? '' : ' '
    open = open + joint + part
    if (ABBREVIATED.test(open)) continue
    sentences.push(open)
    open = ''
  }
  if (open !== '') sentences.push(open)
  return sentences.filter(sentence => sentence.trim() !== '')
}

/** Sentences in a row: a blank between them unless a Chinese stop is there. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences.reduce(
    (text, sentence) =>
      text === '' || /[。！？；][”’」』）)]*$/u.test(text) ? text + sentence : `${text} ${sentence}`,
    '',
  )
}
