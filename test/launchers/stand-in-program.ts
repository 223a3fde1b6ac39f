/** @file Programs of a cluster that tests put on the PATH: a shell script that notes its words and answers by a table. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of programs, and what they were asked. */
export interface StandInPrograms {
  readonly folder: string
  /** Variables of a launcher that finds only these programs and those of the system's own shell. */
  readonly environment: Readonly<Record<string, string>>
  /** Makes a program that answers as the lines of this shell script do. */
  put(name: string, script: string): void
  /** The words of every call so far, `program word word`. */
  calls(): readonly string[]
}

/** Makes an empty folder of programs. */
export function standInPrograms(): StandInPrograms {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-programs-'))
  const notes = join(folder, 'calls')
  return {
    folder,
    environment: { PATH: `${folder}:/usr/bin:/bin` },
    put(name, script) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >>'${notes}'\n${script}\n`)
      chmodSync(join(folder, name), 0o755)
    },
    calls() {
      return existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []
    },
  }
}
