/** @file Sentences of reasons, and whether one of them names a thing or gives a ground. */

/** Ends of sentences in both languages; a full stop inside a number does not end one. */
const SENTENCE_END = /[.!?;](?=\s|$)|[。！？；\n]/u

/** The sentences of a text, without their ends. */
export function sentencesOf(text: string): string[] {
  return text
    .split(SENTENCE_END)
    .map(sentence => sentence.trim())
    .filter(Boolean)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const namings = new Map<string, RegExp>()

/** A name as a word of its own; Chinese has no borders between words. */
function naming(name: string): RegExp {
  const known = namings.get(name)
  if (known) return known
  const before = /^[\p{Script=Latin}\d]/u.test(name) ? '(?<![\\p{Script=Latin}\\d])' : ''
  const after = /[\p{Script=Latin}\d]$/u.test(name) ? '(?![\\p{Script=Latin}\\d])' : ''
  const made = new RegExp(before + escaped(name.trim()).replace(/\s+/g, '\\s+') + after, 'iu')
  namings.set(name, made)
  return made
}

/** Whether a text names something. A name of one sign says nothing, except a Chinese one. */
export function names(text: string, name: string): boolean {
  const trimmed = name.trim()
  return (trimmed.length > 1 || /\p{Script=Han}/u.test(trimmed)) && naming(trimmed).test(text)
}

/** Words that announce a ground or a consequence. */
const GROUND =
  /\b(?:as|because|since|due to|owing to|given|therefore|thus|hence|so that|so|in view of|considering|to (?:avoid|reduce|prevent|protect|limit|allow)|although|for (?:a|an|the|her|his|their))\b|因|由于|鉴于|考虑|故|所以|以(?:避免|减少|防止|降低|免)|为(?:避免|减少|防止|降低)|虽|常规应/iu
/** Chinese notes put the ground behind a colon. */
const BEHIND_COLON = /：\s*\S{4,}/u

/** Whether a sentence gives a ground for what it says. */
export function givesGround(sentence: string): boolean {
  return GROUND.test(sentence) || BEHIND_COLON.test(sentence)
}
