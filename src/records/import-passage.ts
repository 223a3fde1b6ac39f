/** @file De-identification of an import: which key, and the passage that its rows and records go through. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Specialty } from '../specialty/index.ts'
import { InputError, isInsideFolder, makeFolder, refuseFileAsFolder } from '../support/index.ts'
import {
  DEFAULT_KEY_PATH,
  type DeidentifyConfig,
  type DeidentifyingPassage,
  deidentifyingPassage,
  keyFingerprint,
  loadKey,
  needsKey,
} from './deidentify/index.ts'
import { columnUses, isNumbered, type Mapping } from './import/index.ts'

/** What a study finds around it on the machine. */
export interface Surroundings {
  /** The user's folder for settings, where the key of de-identification lies; null: there is none. */
  readonly settingsFolder: string | null
  /** The user's home: what lies in it is not shared for lying there; null: not known. */
  readonly homeFolder: string | null
  /** Whether a key may be made that is not there yet; a look at a study changes nothing. */
  readonly makesKey: boolean
}

/** A place without settings: enough for studies that need no key. */
export const noSurroundings: Surroundings = { settingsFolder: null, homeFolder: null, makesKey: false }

/** A passage to open for each import, and what of the key belongs to the settings of the result. */
export interface ImportPassage {
  /** Changes with the key and tells nothing of it; null when no id is hashed, or the key is yet to be made. */
  readonly keyFingerprint: string | null
  /** Where a key was made that was not there yet; null when none was. */
  readonly madeKey: string | null
  open(): DeidentifyingPassage
}

/**
 * Binds de-identification to a mapping. The key is the one that the study names, else the user's own, made at first use.
 * Throws InputError as `loadKey` does, and when ids are to be hashed and there is no place for a key, or only one in a data
 * folder.
 */
export function importPassage(options: {
  readonly config: DeidentifyConfig
  readonly mapping: Mapping
  readonly specialty: Specialty
  readonly studyFolder: string
  /** Source and mapping, absolute: the key may not lie in their folders, which are shared with what it protects. */
  readonly dataFiles: readonly string[]
  readonly surroundings: Surroundings
}): ImportPassage {
  const { config, mapping, specialty, studyFolder, dataFiles, surroundings } = options
  const { recordId, coupleId } = mapping.value
  const ids = {
    record: isNumbered(recordId) ? null : recordId,
    couple: isNumbered(coupleId) ? null : coupleId,
  }
  const found = config.off === undefined && needsKey(ids) ? keyOf(config, studyFolder, dataFiles, surroundings) : NO_KEY
  const { key } = found
  return {
    keyFingerprint: key && keyFingerprint(key),
    madeKey: found.made,
    open: () =>
      deidentifyingPassage({
        specialty,
        ids,
        key,
        config,
        uses: columnUses(mapping.value),
        placeOf: mapping.placeOf,
        mapping: mapping.value,
      }),
  }
}

/** What a person must know when a key was made: without it the hashes cannot be made again. */
export const keyMadeLine = (file: string): string =>
  `made the key of de-identification, ${file}: keep a copy in a safe place, for with another key the same study gets other ids and another split`

/** A key, and where it was made if it was not there yet. */
interface FoundKey {
  readonly key: Uint8Array | null
  readonly made: string | null
}

const NO_KEY: FoundKey = { key: null, made: null }

/** Makes the folder of a key, for its owner alone. */
function makeKeyFolder(folder: string): void {
  try {
    makeFolder(folder, 0o700)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new InputError(
      `the folder of the key cannot be made (${code})`,
      { file: folder },
      'set XDG_CONFIG_HOME to another folder',
    )
  }
}

function keyOf(
  config: DeidentifyConfig,
  studyFolder: string,
  dataFiles: readonly string[],
  surroundings: Surroundings,
): FoundKey {
  const { settingsFolder, homeFolder, makesKey } = surroundings
  if (config.key !== undefined) {
    return { key: loadKey({ file: resolve(studyFolder, config.key), studyFolder, create: false }), made: null }
  }
  if (settingsFolder === null) {
    throw new InputError(
      'ids are replaced by keyed hashes, and there is no folder for a key',
      { field: 'records.deidentify.key' },
      'name a key of 32 random bytes outside the study folder',
    )
  }
  const file = join(settingsFolder, DEFAULT_KEY_PATH)
  // A mapping in the home folder does not make all of the home a folder to share, the settings in it included.
  const dataFolders = dataFiles
    .map(dirname)
    .filter(folder => homeFolder === null || !isInsideFolder(homeFolder, folder))
  if (dataFolders.some(folder => isInsideFolder(file, folder))) {
    throw new InputError(
      'the key would lie in the folder of the mapping or the source, and be shared with the records that it protects',
      { file },
      'set XDG_CONFIG_HOME to a folder outside of it',
    )
  }
  refuseFileAsFolder(dirname(file), 'set XDG_CONFIG_HOME to a folder')
  if (makesKey && !isInsideFolder(file, studyFolder)) makeKeyFolder(dirname(file))
  const isThere = existsSync(file)
  if (!makesKey && !isThere) return NO_KEY
  return { key: loadKey({ file, studyFolder, create: makesKey }), made: isThere ? null : file }
}
