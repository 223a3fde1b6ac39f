/** @file The user's folder for settings. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Surroundings } from '../study/index.ts'

/** XDG_CONFIG_HOME, else `.config` in the home folder. */
export function settingsFolder(): string {
  return process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config')
}

/** What a study finds around it on this machine; `makesKey` lets it make a key that is not there yet. */
export function surroundings(makesKey: boolean): Surroundings {
  return { settingsFolder: settingsFolder(), homeFolder: homedir(), makesKey }
}
