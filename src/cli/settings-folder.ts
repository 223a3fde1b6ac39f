/** @file The user's folders for settings and for data, and what a study finds around it. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { StudySurroundings } from '../study/index.ts'

/** XDG_CONFIG_HOME, else `.config` in the home folder. */
export function settingsFolder(): string {
  return process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config')
}

/** XDG_DATA_HOME, else `.local/share` in the home folder. */
export function dataFolder(): string {
  return process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share')
}

/** What a study finds around it on this machine; `makesKey` lets it make a key that is not there yet. */
export function surroundings(makesKey: boolean): StudySurroundings {
  return {
    settingsFolder: settingsFolder(),
    homeFolder: homedir(),
    makesKey,
    dataFolder: dataFolder(),
    environment: process.env,
  }
}
