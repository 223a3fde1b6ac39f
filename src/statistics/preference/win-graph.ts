/** @file Whether the wins between arms allow finite strengths: the graph "i beat j" must be strongly connected. */
import type { WinMatrix } from './win-matrix.ts'

/** Why there are no finite strengths. */
export interface WinGraphObstacle {
  readonly reason: string
  /** Groups of arms within which strengths are finite, in the order of their first arm. */
  readonly groups: readonly (readonly string[])[]
}

/** Which arms are reached from which along edges. */
function reachability(linked: (i: number, j: number) => boolean, size: number): boolean[][] {
  const reach = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => i === j || linked(i, j)))
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) reach[i][j] ||= reach[i][k] && reach[k][j]
  return reach
}

/** Arms grouped by mutual reach, each group and the list in the order of the arms. */
function groupsOf(reach: readonly (readonly boolean[])[]): number[][] {
  const groups: number[][] = []
  for (let i = 0; i < reach.length; i++) {
    const own = groups.find(([first]) => reach[first][i] && reach[i][first])
    if (own) own.push(i)
    else groups.push([i])
  }
  return groups
}

/**
 * Null when the maximum likelihood strengths are finite: every arm reaches every other along wins (Ford 1957; a tie is
 * half a win each way and so links both ways); else the groups of arms and a sentence that names them.
 */
export function winGraphObstacle(arms: readonly string[], wins: WinMatrix): WinGraphObstacle | null {
  const beats = (i: number, j: number) => wins[i][j] > 0
  const groups = groupsOf(reachability(beats, arms.length))
  if (groups.length < 2) return null
  const names = (group: readonly number[]) => group.map(i => arms[i]).join(', ')
  const named = groups.map(group => group.map(i => arms[i]))
  const parts = groupsOf(reachability((i, j) => beats(i, j) || beats(j, i), arms.length))
  if (parts.length > 1) {
    return { reason: `no comparison links ${parts.map(names).join(' with ')}`, groups: named }
  }
  // Among groups that are linked but not both ways, one was never beaten from outside.
  const top =
    groups.find(group => group.every(i => arms.every((_, j) => group.includes(j) || !beats(j, i)))) ?? groups[0]
  const others = arms.map((_, i) => i).filter(i => !top.includes(i))
  return { reason: `${names(top)} won every comparison with ${names(others)}`, groups: named }
}
