/** @file Whether a process group still has a member that runs. */
import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process of the group runs; one that has ended and waits for its parent to notice does not count. */
export function groupIsAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  let numbers: string[]
  try {
    numbers = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  } catch {
    // A system without /proc: the signal has found somebody.
    return true
  }
  return numbers.some(number => {
    try {
      const text = readFileSync(`/proc/${number}/stat`, 'utf8')
      const [state, , groupOf] = text.slice(text.lastIndexOf(')') + 2).split(' ')
      return Number(groupOf) === group && state !== 'Z'
    } catch {
      return false
    }
  })
}
