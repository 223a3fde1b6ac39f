/** @file Rows that cannot be trained on whatever the model: found in all rows at once, where a trainer stops at the first. */
import { type Finding, countOf, listPlaces, placeOf } from './finding.ts'
import type { TrainingRow } from './training-rows.ts'

/** What a row holds where a list of messages is expected; files of users reach this far unchecked. */
type Loose = { readonly role?: unknown; readonly content?: unknown } | null | undefined

/** The first thing wrong with a list of messages, or null. */
function messagesProblem(part: string, given: unknown): string | null {
  if (!Array.isArray(given)) return `${part} is not a list of messages`
  if (given.length === 0) return `${part} has no message`
  for (const message of given as readonly Loose[]) {
    if (typeof message?.content !== 'string') return `a message of ${part} is not text`
    if (message.content.trim() === '') return `a message of ${part} is empty`
    if (!['system', 'user', 'assistant'].includes(String(message.role))) {
      return `a message of ${part} has another role than system, user or assistant`
    }
  }
  return null
}

/** Roles of a prompt: perhaps a system message, then user and assistant in turn, the user last. */
function promptRolesProblem(roles: readonly string[]): string | null {
  const turns = roles[0] === 'system' ? roles.slice(1) : roles
  if (turns.at(-1) !== 'user') return 'the prompt does not end with a message of the user'
  const inTurn = turns.every((role, index) => role === ((turns.length - index) % 2 === 1 ? 'user' : 'assistant'))
  return inTurn ? null : 'the roles of the prompt do not take turns'
}

function rowProblem({ prompt, completions }: TrainingRow): string | null {
  const shape =
    messagesProblem('the prompt', prompt) ??
    completions.map(({ name, messages }) => messagesProblem(`the ${name}`, messages)).find(found => found !== null)
  if (shape !== null && shape !== undefined) return shape
  const roles = promptRolesProblem(prompt.map(({ role }) => role))
  if (roles !== null) return roles
  const foreign = completions.find(({ messages }) => messages.length !== 1 || messages[0].role !== 'assistant')
  if (foreign) return `the ${foreign.name} is not one message of the assistant`
  const [first, second] = completions
  return second && first.messages[0].content === second.messages[0].content ? 'chosen and rejected are the same' : null
}

/** Errors of rows, a finding for each kind with all rows that have it; a row is in the first kind that it has. */
export function checkRows(rows: readonly TrainingRow[]): readonly Finding[] {
  if (!rows.some(({ split }) => split === 'train')) {
    const says = 'expected at least one row to train on, got none'
    return [{ severity: 'error', check: 'rows', says, records: [] }]
  }
  const byProblem = new Map<string, TrainingRow[]>()
  for (const row of rows) {
    const problem = rowProblem(row)
    if (problem !== null) byProblem.set(problem, [...(byProblem.get(problem) ?? []), row])
  }
  return [...byProblem].map(([problem, wrong]) => {
    const records = wrong.map(placeOf)
    const says = `${problem} in ${countOf(wrong.length, 'row')}: ${listPlaces(records)}; mend or remove them`
    return { severity: 'error', check: 'rows', says, records }
  })
}
