/** @file The weights of a checkpoint folder: one model.safetensors, or parts listed by model.safetensors.index.json. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../support/index.ts'
import { readJsonFile } from './json-file.ts'
import { readSafetensors, type Weights } from './safetensors.ts'

const WHOLE = 'model.safetensors'
const INDEX = 'model.safetensors.index.json'

// A part is a file beside the index: a path could name anything on the machine.
const partName = z.string().regex(/^[^/\\]+\.safetensors$/, 'expected the name of a .safetensors file in this folder')
const indexSchema = z.looseObject({ weight_map: z.record(z.string(), partName) })

/**
 * Reads the weights of a checkpoint folder as float32. Throws InputError when neither form is there, a part is missing
 * or truncated, or the parts hold other tensors than the index says.
 */
export function readWeights(folder: string): Weights {
  const indexFile = join(folder, INDEX)
  if (existsSync(join(folder, WHOLE)) || !existsSync(indexFile)) return readSafetensors(join(folder, WHOLE))
  const index = indexSchema.safeParse(readJsonFile(indexFile))
  if (!index.success) {
    const issue = index.error.issues[0]
    const field = issue.path.map(String).join('.')
    throw new InputError(issue.message, { file: indexFile, field }, 'copy the file again from its source')
  }
  const partOf = new Map(Object.entries(index.data.weight_map))
  const weights: Weights = new Map()
  for (const part of new Set(partOf.values())) {
    const file = join(folder, part)
    for (const [name, tensor] of readSafetensors(file)) {
      if (partOf.get(name) !== part) {
        throw new InputError(
          `expected only the tensors that ${INDEX} lists for it`,
          { file, field: name },
          'copy it again',
        )
      }
      weights.set(name, tensor)
    }
  }
  for (const [name, part] of partOf) {
    if (weights.has(name)) continue
    throw new InputError('expected this tensor, got none', { file: join(folder, part), field: name }, 'copy it again')
  }
  return weights
}
