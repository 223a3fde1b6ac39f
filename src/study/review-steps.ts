/** @file What of a review is done and what comes next, with the command for it: from the settings to the report. */
import type { Standing } from '../review/console/index.ts'

/** What is known of a review besides its events. */
export interface ReviewFacts {
  /** Whether sheets of cases and plans are made. */
  readonly hasMaterial: boolean
  /** Leaks that must be resolved and are not; null before the scan. */
  readonly openLeaks: number | null
  /** Whether the plan's last version is registered, and the file is that version. */
  readonly planIsRegistered: boolean
  /** Whether an earlier version of it is registered: a change needs a reason. */
  readonly planHasVersions?: boolean
  /** Reviewers without whom the cases cannot be allocated. */
  readonly reviewersNeeded: number
  /** Null when no review has begun. */
  readonly standing: Standing | null
}

/** One step on the way. */
export interface ReviewStep {
  readonly isDone: boolean
  readonly what: string
  /** What to do for it. */
  readonly how: string
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function peopleStep({ standing, reviewersNeeded }: ReviewFacts): ReviewStep {
  const active = (role: string) => standing?.people.filter(one => one.active && one.role === role).length ?? 0
  const missing = [
    ...(active('reviewer') < reviewersNeeded ? [plural(reviewersNeeded - active('reviewer'), 'reviewer')] : []),
    ...(active('key holder') === 0 ? ['a key holder'] : []),
    ...(active('analyst') === 0 ? ['an analyst'] : []),
  ]
  const there = `${plural(active('reviewer'), 'reviewer')}, ${plural(active('key holder'), 'key holder')}, ${plural(active('analyst'), 'analyst')}`
  return {
    isDone: missing.length === 0,
    what: missing.length === 0 ? `people: ${there}` : `people: ${there}; missing: ${missing.join(', ')}`,
    how: 'bedside review invite EMAIL --role ROLE --name NAME',
  }
}

/**
 * What to say of a review that opens without an analyst; null where there is one. It is no reason to refuse: a designer may propose
 * the unblinding too, and an analyst who comes later may still export.
 */
export function withoutAnalystNote(people: Standing['people']): string | null {
  if (people.some(({ active, role }) => active && role === 'analyst')) return null
  return (
    'nobody is invited as analyst, who exports the judgements: bedside review invite EMAIL --role analyst --name NAME; ' +
    'invited after the opening, she may be refused as one of the two who unblind (docs/review-team.md)'
  )
}

/** Who gives the second signature, and how. */
export const SECOND_SIGNATURE = {
  lock: 'a designer, monitor or key holder who is another person: bedside review lock --as ID',
  unblind: 'a key holder who is another person: bedside review unblind --as ID',
} as const

/** The second half of a review: judging, and what two people do afterwards. */
function closingSteps({ standing }: ReviewFacts): readonly ReviewStep[] {
  const { slots = 0, done = 0, withdrawn = 0, state = 'draft', proposal = null, exportedAt = null } = standing ?? {}
  const isLocked = state === 'locked' || state === 'unblinded'
  const waits = (what: string) =>
    proposal?.what === what ? ` (proposed by ${proposal.by}; another person confirms)` : ''
  return [
    {
      // Who proposed the lock waits for no more judgements.
      isDone: isLocked || proposal?.what === 'lock' || (slots > 0 && done + withdrawn === slots),
      what: `judged: ${done} of ${slots}${withdrawn > 0 ? `, ${withdrawn} withdrawn` : ''}`,
      how: 'reviewers work; bedside review status shows how far they are',
    },
    {
      isDone: isLocked,
      what: `locked${waits('lock')}`,
      how:
        proposal?.what === 'lock'
          ? SECOND_SIGNATURE.lock
          : 'two people, one after the other: bedside review lock --as ID',
    },
    {
      isDone: state === 'unblinded',
      what: `unblinded${waits('unblind')}`,
      how:
        proposal?.what === 'unblind'
          ? SECOND_SIGNATURE.unblind
          : 'two people, the second a key holder: bedside review unblind --as ID --reason TEXT',
    },
    { isDone: exportedAt !== null, what: 'exported', how: 'an analyst: bedside review export --as ID' },
  ]
}

/** All steps in their order. */
export function reviewSteps(facts: ReviewFacts): readonly ReviewStep[] {
  const { hasMaterial, openLeaks, planIsRegistered, planHasVersions = false, standing } = facts
  const slots = standing?.slots ?? 0
  return [
    // First: a claim of the benchmark that is signed after the run counts as exploratory.
    {
      isDone: planIsRegistered,
      what:
        planHasVersions && !planIsRegistered ? 'change of the analysis plan registered' : 'analysis plan registered',
      how: `bedside plan register --signer NAME${planHasVersions ? ' --reason TEXT' : ''}`,
    },
    { isDone: hasMaterial, what: 'cases and plans prepared', how: 'bedside run' },
    {
      isDone: openLeaks === 0 || slots > 0,
      what: openLeaks ? `leaks resolved: ${openLeaks} open` : 'leaks resolved',
      how: 'bedside review scan',
    },
    {
      isDone: standing !== null && standing.plan !== null,
      what: 'review begun, with the plan as its first event',
      how: 'bedside review invite EMAIL --role designer --name NAME',
    },
    peopleStep(facts),
    { isDone: slots > 0, what: `allocated: ${plural(slots, 'slot')}`, how: 'a key holder: bedside review allocate' },
    {
      isDone: standing !== null && standing.state !== 'draft',
      what: 'open to reviewers',
      how: 'bedside review open, and bedside review serve',
    },
    ...closingSteps(facts),
  ]
}

/** The first step that is not done, or null. What stands behind a later one that is done counts as done. */
export function nextStep(facts: ReviewFacts): ReviewStep | null {
  const steps = reviewSteps(facts)
  // An open review goes on with the people that it has, and a locked one whatever lacks.
  const from = standingBegan(facts) ? steps.findIndex(({ what }) => what === 'open to reviewers') : 0
  return steps.slice(from).find(({ isDone }) => !isDone) ?? null
}

const standingBegan = ({ standing }: ReviewFacts) => standing !== null && standing.state !== 'draft'
