/** @file Refuses a design that cannot be made, before anything of it is. */
import { didYouMean, InputError } from '../../support/index.ts'
import { type AllocationRequest, armPairs, knownCouples } from './study-design.ts'

const FEWEST_CHARACTERS = 16

const refuse = (field: string, problem: string, remedy: string): never => {
  throw new InputError(problem, { field: `review.${field}` }, remedy)
}

function unique(field: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) refuse(field, `expected each once, got "${twice}" twice`, 'remove one')
  if (names.includes('')) refuse(field, 'expected names, got an empty one', 'name it')
}

function wholeNumber(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  const limit = most === Number.POSITIVE_INFINITY ? `from ${least}` : `from ${least} to ${most}`
  refuse(field, `expected a whole number ${limit}, got ${value}`, 'correct it')
}

function checkTasks({ arms, tasks }: AllocationRequest): void {
  if (tasks.ratings === null && tasks.pairs === null)
    refuse('tasks', 'expected ratings or pairs, got neither', 'add one')
  if (tasks.ratings !== null && 'of' in tasks.ratings) {
    if (tasks.pairs === null) refuse('tasks.ratings', 'expected pairs beside "compared", got none', 'ask for pairs')
  } else if (tasks.ratings?.perCase !== undefined) {
    wholeNumber('tasks.ratings.perCase', tasks.ratings.perCase, 1, arms.length)
  }
  if (tasks.pairs === null) return
  if (arms.length < 2) refuse('arms', `expected two arms or more to compare, got ${arms.length}`, 'add one')
  if (tasks.pairs.of !== 'all') {
    for (const name of tasks.pairs.of.flat()) {
      if (arms.includes(name)) continue
      refuse('tasks.pairs.of', `expected an arm of the review, got "${name}"`, didYouMean(name, arms) || 'correct it')
    }
    if (tasks.pairs.of.some(([a, b]) => a === b)) {
      refuse('tasks.pairs.of', 'expected two different arms in a pair, got one twice', 'correct it')
    }
  }
  const pairs = armPairs({ arms, tasks })
  if (pairs.length === 0) refuse('tasks.pairs.of', 'expected pairs, got none', 'name one, or compare all')
  unique(
    'tasks.pairs.of',
    pairs.map(([a, b]) => `${a} and ${b}`),
  )
  if (tasks.pairs.perCase !== undefined) wholeNumber('tasks.pairs.perCase', tasks.pairs.perCase, 1, pairs.length)
}

function checkTraining(
  { cases, training, raters }: AllocationRequest,
  knownBy: ReadonlyMap<string, ReadonlySet<string>>,
) {
  wholeNumber('training.perRater', training.perRater, 0, Number.POSITIVE_INFINITY)
  const couples = new Set(cases.map(({ coupleId }) => coupleId))
  const shared = training.cases.find(({ coupleId }) => couples.has(coupleId))
  if (shared !== undefined) {
    refuse(
      'training.cases',
      `expected other couples than those of the cases, got one in case ${shared.id}`,
      'take another',
    )
  }
  for (const { id } of raters) {
    const open = training.cases.filter(({ coupleId }) => !knownBy.get(coupleId)?.has(id)).length
    if (open >= training.perRater) continue
    refuse(
      'training.cases',
      `expected ${training.perRater} that rater ${id} does not know, got ${open}`,
      'add training cases',
    )
  }
}

/** How many raters of the request may see a case. */
function openTo(
  request: AllocationRequest,
  coupleId: string,
  knownBy: ReadonlyMap<string, ReadonlySet<string>>,
): number {
  return request.raters.filter(({ id }) => !knownBy.get(coupleId)?.has(id)).length
}

function checkDesign(request: AllocationRequest, knownBy: ReadonlyMap<string, ReadonlySet<string>>): void {
  const { cases, raters, design } = request
  const needed = design.kind === 'crossed' ? 1 : design.ratersPerCase
  if (design.kind === 'blocks') {
    wholeNumber('design.ratersPerCase', needed, 1, Number.POSITIVE_INFINITY)
    if (needed > raters.length) {
      refuse('raters', `expected at least ${needed} for ${needed} a case, got ${raters.length}`, 'invite more raters')
    }
  }
  for (const { id, coupleId } of cases) {
    const open = openTo(request, coupleId, knownBy)
    if (open >= needed) continue
    const problem =
      open === 0
        ? `expected a rater who does not know the couple of case ${id}, got none`
        : `expected ${needed} raters who do not know the couple of case ${id}, got ${open}`
    refuse('cases', problem, 'leave the case out, or invite a rater from elsewhere')
  }
}

/**
 * Throws InputError on a request that no allocation can meet for a reason that can be seen in it: lists with something
 * twice or nothing in it, too few raters for a case, a case that everybody knows, training cases that lack, repeats beyond
 * the cases, a secret that can be guessed. What only shows when cases are given out (room for all of them) is refused there.
 */
export function checkRequest(request: AllocationRequest): void {
  const { cases, training, raters, arms, repeats, mostCases, secret } = request
  if (cases.length === 0) refuse('cases', 'expected at least one, got none', 'take cases from the test split')
  if (raters.length === 0) refuse('raters', 'expected at least one, got none', 'invite raters')
  if (arms.length === 0) refuse('arms', 'expected at least one, got none', 'name the arms of the review')
  unique(
    'cases',
    [...cases, ...training.cases].map(({ id }) => id),
  )
  unique(
    'raters',
    raters.map(({ id }) => id),
  )
  unique('arms', arms)
  if (!Number.isSafeInteger(request.seed)) refuse('seed', `expected a whole number, got ${request.seed}`, 'correct it')
  if (secret.length < FEWEST_CHARACTERS) {
    const problem = `expected ${FEWEST_CHARACTERS} characters or more, got ${secret.length}`
    refuse('secret', problem, 'let the server make one at its first start')
  }
  if (!(repeats.share >= 0 && repeats.share <= 1)) {
    const got = `expected a share from 0 to 1, got ${repeats.share}`
    refuse('repeats.share', got, 'a case is repeated once at most')
  }
  wholeNumber('repeats.distance', repeats.distance, 1, Number.POSITIVE_INFINITY)
  if (mostCases !== null) wholeNumber('mostCases', mostCases, 1, Number.POSITIVE_INFINITY)
  checkTasks(request)
  const knownBy = knownCouples(request)
  checkTraining(request, knownBy)
  checkDesign(request, knownBy)
}
