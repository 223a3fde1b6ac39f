/** @file `bedside plan check | register | audit-published`: the analysis plan before anything is seen. */
import { auditPublished, checkPlan, describeAudit, planSizeNote, registerPlanFile } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import type { CliCommand, Invocation } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { shortPath } from './run.ts'

const DEFAULT_FILE = 'analysis-plan.yaml'

const text = (options: Invocation['options'], name: string) => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

function check(file: string, options: Invocation['options'], terminal: Terminal): number {
  const found = checkPlan(file, text(options, 'study'))
  if (options['json']) {
    terminal.print(JSON.stringify(found, null, 2))
    return 0
  }
  for (const line of found.lines) terminal.print(line)
  for (const { line } of found.power) terminal.print(line)
  for (const line of found.notComputed) terminal.print(line)
  const { registered, isRegistered, sizeNote } = found
  if (sizeNote !== null) terminal.print(`The power is of the study as it is set now: ${sizeNote}`)
  terminal.print(`SHA-256 of the plan: ${found.hash}`)
  terminal.print(
    registered === null
      ? 'Not registered: every result is exploratory. Register it before anything is seen: bedside plan register --signer NAME'
      : isRegistered
        ? `Registered as version ${registered.version} by ${registered.signer} at ${registered.registeredAt}`
        : `Changed since version ${registered.version}: all above is of the file as it is now; restore it, or register the change with --reason`,
  )
  return 0
}

function register(file: string, options: Invocation['options'], terminal: Terminal): number {
  const signing = { signer: text(options, 'signer'), reason: text(options, 'reason'), study: text(options, 'study') }
  const { version, registeredAt, planHash, seen } = registerPlanFile(file, signing)
  terminal.print(`Registered ${shortPath(file)} as version ${version} at ${registeredAt}, SHA-256 ${planHash}`)
  if (seen.benchmark === null) {
    terminal.print(
      'No study.yaml stands beside it: what could be seen is not known, so its claims count as exploratory (--study FILE)',
    )
  }
  const note = planSizeNote(file, signing.study)
  if (note !== null) terminal.print(`Note: ${note}`)
  if (seen.benchmark) terminal.print('The benchmark is there already: claims that look at it count as exploratory')
  if (seen.review)
    terminal.print('Files of the review are there already: claims count unless their first rating is later')
  return 0
}

function audit(options: Invocation['options'], terminal: Terminal): number {
  const rates = text(options, 'rates')
  if (rates === undefined) {
    throw new InputError('expected rates, got none', { field: '--rates' }, 'give percentages such as 51.2,26.2,22.7')
  }
  const found = auditPublished(rates)
  if (options['json']) terminal.print(JSON.stringify(found, null, 2))
  else for (const line of describeAudit(found)) terminal.print(line)
  return 0
}

const actions = ['check', 'register', 'audit-published']

/** `bedside plan <action> [file]`. */
export const planCommand: CliCommand = {
  usage: 'plan <action> [file]',
  summary: 'the analysis plan: check says it in words, register freezes it, audit-published reads published rates',
  options: [
    ['--signer <name>', 'register: who signs'],
    ['--reason <text>', 'register: why a registered plan was changed'],
    ['--study <file>', 'check, register: the study that the plan belongs to (default: the study.yaml beside it)'],
    ['--rates <list>', 'audit-published: percentages as printed, such as 51.2,26.2,22.7'],
    ['--json', 'print for a program'],
  ],
  async run({ positional, options }, terminal) {
    const [action, file = DEFAULT_FILE] = positional
    switch (action) {
      case 'check':
        return check(file, options, terminal)
      case 'register':
        return register(file, options, terminal)
      case 'audit-published':
        return audit(options, terminal)
      default:
        throw new InputError(
          `expected one of ${actions.join(', ')}, got "${action}"`,
          { field: 'action' },
          'see --help',
        )
    }
  },
}
