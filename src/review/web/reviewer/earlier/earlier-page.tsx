/** @file "My earlier cases": each step that she judged, to look at or change. */
import { useCallback } from 'react'
import type { Me } from '../../../api/index.ts'
import { call } from '../../api-client/index.ts'
import { Alert } from '../../controls/index.ts'
import { Link } from '../../router/router.tsx'
import { useWords } from '../../words/index.ts'
import { ReviewerFrame } from '../reviewer-frame.tsx'
import { type ListedSlot, placeOf, visitsOf } from '../visit/visits.ts'
import { useLoaded } from './use-loaded.ts'

/** The list, the last case first. */
export function EarlierPage({ me }: { me: Me }) {
  const { words } = useWords()
  const texts = words.reviewer
  const { value: list, problem } = useLoaded(useCallback(() => call('GET /slots'), []))
  if (list === null && problem === null) return <ReviewerFrame me={me} busy />
  return (
    <ReviewerFrame me={me}>
      <section className="sheet reading">
        <h1>{texts.past.title}</h1>
        {problem !== null ? <Alert>{words.problems[problem]}</Alert> : <List list={list ?? []} />}
        <p>
          <Link to="/">{texts.toCases}</Link>
        </p>
      </section>
    </ReviewerFrame>
  )
}

function List({ list }: { list: readonly ListedSlot[] }) {
  const { words } = useWords()
  const texts = words.reviewer
  const visits = visitsOf(list)
    .map(visit => ({
      ...visit,
      place: placeOf(list, visit),
      steps: visit.slots.map((slot, i) => ({ slot, step: i + 1 })),
    }))
    .filter(({ slots }) => slots.some(({ status }) => status === 'done'))
  if (visits.length === 0) return <p>{texts.past.none}</p>
  return (
    <>
      <p>{texts.past.why}</p>
      <ol className="earlier" reversed>
        {visits.toReversed().map(({ visit, training, place, steps }) => (
          <li key={visit}>
            <h2>{(training ? texts.visit.trainingCase : texts.visit.case)(place.number, place.of)}</h2>
            <ul>
              {steps
                .filter(({ slot }) => slot.status === 'done')
                .map(({ slot, step }) => (
                  <li key={slot.slotId}>
                    <Link to={`/earlier/${encodeURIComponent(slot.slotId)}`}>
                      {texts.visit.step(step, steps.length + 1)}: {texts.visit[slot.task]}
                    </Link>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  )
}
