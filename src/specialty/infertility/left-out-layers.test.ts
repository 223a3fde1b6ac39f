import { expect, test } from 'vitest'
import { randomStream } from '../../support/index.ts'
import type { DecisionLayer, Plan, Specialty } from '../specialty.ts'
import { withoutLayers } from '../without-layers.ts'
import { casesFrom1To14 } from './checks/fixtures/cases-01-to-14.ts'
import { casesFrom15To27 } from './checks/fixtures/cases-15-to-27.ts'
import { casesFrom28To40 } from './checks/fixtures/cases-28-to-40.ts'
import { casesFrom41To52 } from './checks/fixtures/cases-41-to-52.ts'
import { caseOf, ordinary, sound } from './checks/fixtures/check-cases.ts'
import { infertility } from './infertility.ts'

const cases = [...casesFrom1To14, ...casesFrom15To27, ...casesFrom28To40, ...casesFrom41To52]
  .flatMap(([, firing, near]) => [...firing, ...near])
  .map(caseOf)

/** A layer with those that depend on it, which cannot stay without it. */
function withDependents(name: string): string[] {
  const dependents = infertility.decisionLayers.filter(layer => layer.appliesWhen?.layer === name)
  return [...new Set([name, ...dependents.flatMap(layer => withDependents(layer.name))])]
}

/** Every layer but the strategy, on which all others depend. */
const layers = infertility.decisionLayers.slice(1).map(({ name }) => name)

test.each(layers)('without layer %s no check fires that did not fire on the whole plan', name => {
  const cut = withoutLayers(infertility, withDependents(name))
  const whole = new Map((infertility.planChecks ?? []).map(check => [check.id, check]))
  const news = (cut.planChecks ?? []).flatMap(check =>
    cases
      .filter(planCase => check.fires(planCase) && !whole.get(check.id)?.fires(planCase))
      .map(({ plan }) => `${check.id} on ${JSON.stringify(plan)}`),
  )
  expect([...new Set(news)]).toEqual([])
})

/** The options of a layer for the ordinary couple, when the specialty is asked. */
const open = (specialty: Specialty, layer: string, plan: Plan) => specialty.admissible?.(layer, ordinary, plan)

test('without a layer no rule that reads it is asked, not even one that holds when it is missing', () => {
  const cut = withoutLayers(infertility, withDependents('protocol'))
  const { gonadotropin: _, startingDose: __, ...plan } = sound
  // Fresh transfers are ruled out by protocols that are out of phase: of these nothing is known any more.
  expect(open(infertility, 'transfer', { ...plan, protocol: 'PPOS' })).not.toContain('fresh, day 5')
  expect(open(cut, 'transfer', { ...plan, protocol: 'PPOS' })).toEqual(open(cut, 'transfer', plan))
  expect(open(cut, 'transfer', plan)).toContain('fresh, day 5')
})

test('reasons without a layer say nothing of it', () => {
  const cut = withoutLayers(infertility, withDependents('trigger'))
  const options = { depth: 'gold', random: randomStream(1, 'reasons') } as const
  expect(infertility.explain?.(ordinary, sound, options)).toContain('Trigger hCG 5,000 IU')
  expect(cut.explain?.(ordinary, sound, options)).not.toMatch(/Trigger/)
  expect(cut.decisionLayers).toHaveLength(14)
  const label = (infertility.decisionLayers.find(({ name }) => name === 'trigger') as DecisionLayer).label
  expect(cut.notes?.at(-1)).toContain(`does not have these decisions, and nothing here is about them: ${label}.`)
})
