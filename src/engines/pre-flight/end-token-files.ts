/** @file The end and padding tokens that the files of a checkpoint state. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonObject, type Tokenizer } from '../../model/index.ts'
import type { EndTokens } from './end-tokens.ts'

/** Reads config.json and generation_config.json of a checkpoint beside its tokenizer; throws InputError when they are not JSON. */
export function readEndTokens(folder: string, tokenizer: Tokenizer): EndTokens {
  const files = ['config.json', 'generation_config.json'].map(name => join(folder, name)).filter(existsSync)
  const ids = files.flatMap(file => [readJsonObject(file)['eos_token_id'] ?? []].flat())
  return {
    tokenizer: tokenizer.endTokenIds[0],
    model: [...new Set(ids.filter((id): id is number => Number.isInteger(id)))],
    padding: tokenizer.padTokenId,
  }
}
