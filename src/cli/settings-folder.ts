/** @file The user's folder for settings. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** XDG_CONFIG_HOME, else `.config` in the home folder. */
export function settingsFolder(): string {
  return process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config')
}
