/** @file Trains a byte-level BPE tokenizer on texts: the pairs that occur most often become tokens. */
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers'
import { CHAT_TEMPLATE, END_TOKEN, PAD_TOKEN, SPECIAL_TOKENS } from './chat-template.ts'
import { PairQueue } from './pair-queue.ts'
import type { TokenizerFiles } from './tokenizer.ts'

/** Qwen2's: Transformers rebuilds some tokenizers with this very pattern whatever tokenizer.json says. */
const SPLIT_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"

const NORMALIZER = { type: 'NFC' }
const SPLIT = { type: 'Split', pattern: { Regex: SPLIT_PATTERN }, behavior: 'Isolated', invert: false }
const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false }

const ADDED_TOKENS = SPECIAL_TOKENS.map((content, id) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
}))

/** The character that stands for each byte in a byte-level vocabulary (GPT-2's table): printable bytes are themselves. */
const BYTE_CHARACTERS: readonly string[] = (() => {
  let unprintable = 256
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173)
    return String.fromCharCode(printable ? byte : unprintable++)
  })
})()

/** The content of tokenizer.json. */
function tokenizerJson(vocabulary: readonly string[], merges: readonly string[]): Record<string, unknown> {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ADDED_TOKENS,
    normalizer: NORMALIZER,
    pre_tokenizer: { type: 'Sequence', pretokenizers: [SPLIT, BYTE_LEVEL] },
    post_processor: null,
    decoder: BYTE_LEVEL,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges,
    },
  }
}

/** How often each pre-token (word, number, run of spaces) occurs, split by the library that will encode later. */
function countWords(texts: Iterable<string>): Map<string, number> {
  const splitter = new HubTokenizer({ ...tokenizerJson([], []), pre_tokenizer: SPLIT }, {})
  const counts = new Map<string, number>()
  for (const text of texts) {
    const normalized = text.normalize('NFC')
    for (const word of splitter.pre_tokenizer!.pre_tokenize_text(normalized)) {
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return counts
}

/** The merges that byte-pair encoding learns, extending `vocabulary` in place until it has `size` tokens. */
function learnMerges(counts: ReadonlyMap<string, number>, vocabulary: string[], size: number): string[] {
  const ids = new Map(vocabulary.map((token, id) => [token, id]))
  const encoder = new TextEncoder()
  const byteIds = BYTE_CHARACTERS.map(character => ids.get(character)!)
  const words: number[][] = []
  const frequencies: number[] = []
  const queue = new PairQueue()
  for (const [word, frequency] of counts) {
    const symbols = Array.from(encoder.encode(word), byte => byteIds[byte])
    for (let i = 1; i < symbols.length; i++) queue.add(symbols[i - 1], symbols[i], frequency, words.length)
    words.push(symbols)
    frequencies.push(frequency)
  }
  // A set: a pair that comes back after it was merged (its token spelt by another pair) must not get a second rank.
  const merges = new Set<string>()
  while (vocabulary.length < size) {
    const best = queue.takeMostFrequent()
    if (best === null || best.count < 2) break
    const { left, right } = best
    const token = vocabulary[left] + vocabulary[right]
    // Two pairs may spell the same token (a+bc, ab+c); it has one id.
    const merged = ids.get(token) ?? vocabulary.push(token) - 1
    ids.set(token, merged)
    merges.add(`${vocabulary[left]} ${vocabulary[right]}`)
    for (const index of best.words) {
      const before = words[index]
      const after: number[] = []
      for (let i = 0; i < before.length; i++) {
        if (before[i] === left && before[i + 1] === right) {
          after.push(merged)
          i++
        } else after.push(before[i])
      }
      if (after.length === before.length) continue
      const frequency = frequencies[index]
      for (let i = 1; i < before.length; i++) queue.add(before[i - 1], before[i], -frequency, index)
      for (let i = 1; i < after.length; i++) queue.add(after[i - 1], after[i], frequency, index)
      words[index] = after
    }
  }
  return [...merges]
}

/** The smallest vocabulary that can encode every text: the special tokens and the 256 bytes. */
export const SMALLEST_VOCABULARY = SPECIAL_TOKENS.length + 256

/**
 * Trains a byte-level BPE tokenizer and returns the files of a Hugging Face tokenizer with our chat template. The
 * special tokens take the first ids, the bytes the next 256; then the most frequent pair is merged, ties going to the
 * lower ids, until the vocabulary is full or no pair occurs twice. Equals `BpeTrainer(min_frequency=2)` of the Python
 * library on the same texts. Deterministic; no texts give the bare bytes. Special tokens in a text are taken as text.
 * @param vocabularySize upper bound in tokens; throws RangeError below SMALLEST_VOCABULARY.
 */
export function trainTokenizer(texts: Iterable<string>, vocabularySize: number): TokenizerFiles {
  if (!(vocabularySize >= SMALLEST_VOCABULARY)) {
    throw new RangeError(`trainTokenizer: expected at least ${SMALLEST_VOCABULARY} tokens, got ${vocabularySize}`)
  }
  const vocabulary = [...SPECIAL_TOKENS, ...[...BYTE_CHARACTERS].sort()]
  const merges = learnMerges(countWords(texts), vocabulary, vocabularySize)
  return {
    tokenizer: tokenizerJson(vocabulary, merges),
    tokenizerConfig: {
      added_tokens_decoder: Object.fromEntries(ADDED_TOKENS.map(({ id, ...token }) => [id, token])),
      bos_token: null,
      clean_up_tokenization_spaces: false,
      eos_token: END_TOKEN,
      pad_token: PAD_TOKEN,
      tokenizer_class: 'PreTrainedTokenizerFast',
      unk_token: null,
    },
    chatTemplate: CHAT_TEMPLATE,
  }
}
