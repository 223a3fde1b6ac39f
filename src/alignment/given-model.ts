/** @file A base model that is there already: one that comes with Bedside, or the folder of a Hugging Face checkpoint. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean, hashFile, InputError } from '../support/index.ts'

/** Files of a checkpoint that are taken, whichever of them there are. */
const CHECKPOINT_FILES =
  /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map)\.json$|\.safetensors$|^model\.safetensors\.index\.json$|^chat_template\.jinja$/

/** The package's own folder: the nearest one above this file with a package.json and a `models` folder. */
function shippedModels(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (folder !== dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'models'))) return join(folder, 'models')
    folder = dirname(folder)
  }
  return null
}

/**
 * The name of the model that comes with Bedside whose configuration, tokenizer and weights those in a folder are; null for any other
 * folder, whatever it is called.
 */
export async function shippedModelOf(folder: string): Promise<string | null> {
  const shipped = shippedModels()
  const files = ['config.json', 'tokenizer.json', 'model.safetensors']
  if (shipped === null || files.some(name => !existsSync(join(folder, name)))) return null
  const isSame = async (name: string) => {
    // Small files first: the weights of another model may have gigabytes.
    for (const file of files) {
      const own = join(shipped, name, file)
      if (!existsSync(own) || (await hashFile(own)) !== (await hashFile(join(folder, file)))) return false
    }
    return true
  }
  for (const name of readdirSync(shipped)) if (await isSame(name)) return name
  return null
}

/**
 * The absolute paths of the two files of a LoRA adapter: `adapter` is a folder, looked up from the study's. Throws
 * InputError at `base.adapter` when one is not there.
 */
export function givenAdapterFiles(adapter: string, studyFolder: string): readonly string[] {
  const folder = resolve(studyFolder, adapter)
  return ['adapter_config.json', 'adapter_model.safetensors'].map(name => {
    if (existsSync(join(folder, name))) return join(folder, name)
    throw new InputError(
      `expected the folder of an adapter that PEFT saved, got "${adapter}" (no ${name})`,
      { field: 'base.adapter' },
      'give the folder that holds both files',
    )
  })
}

/**
 * The absolute paths of the files of a model: `model` is the name of one that comes with Bedside (`bedside-base`) or a
 * folder, looked up from the study's. Throws InputError at `base.model` when there is no checkpoint.
 */
export function givenModelFiles(model: string, studyFolder: string): readonly string[] {
  const shipped = shippedModels()
  const names = shipped === null ? [] : readdirSync(shipped)
  const folder = shipped !== null && names.includes(model) ? join(shipped, model) : resolve(studyFolder, model)
  const files = existsSync(folder) ? readdirSync(folder).filter(name => CHECKPOINT_FILES.test(name)) : []
  for (const needed of ['config.json', 'tokenizer.json']) {
    if (files.includes(needed)) continue
    throw new InputError(
      `expected the name of a model that comes with Bedside or a folder with a checkpoint, got "${model}" (no ${needed})`,
      { field: 'base.model' },
      names.length > 0 ? didYouMean(model, names) : 'give the folder of a Hugging Face checkpoint',
    )
  }
  return files.map(name => join(folder, name))
}
