/** @file Between two cases, before the first and after the last: what is next, one button to go on. */
import { useEffect, useRef } from 'react'
import { Alert, Button } from '../../controls/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { Link } from '../../router/router.tsx'
import { useWords } from '../../words/index.ts'
import type { Notice } from './use-desk.ts'
import { type ListedSlot, minutesOf, nextSlot, placeOf, visitOf, visitsOf } from './visits.ts'

/** A place to stop. `onOpen` opens the next case. */
export function RestPage({
  list,
  notice,
  onOpen,
}: {
  list: readonly ListedSlot[]
  notice: Notice
  onOpen: () => void
}) {
  const { words } = useWords()
  const texts = words.reviewer
  const button = useRef<HTMLButtonElement>(null)
  const next = nextSlot(list)
  useEffect(() => {
    button.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  const goOn = () => {
    if (next !== null) onOpen()
    return next !== null
  }
  useKeys({ n: goOn, 'Ctrl+Enter': goOn })
  const said = notice !== null && notice !== 'saved' ? <Alert kind="notice">{texts.trouble[notice]}</Alert> : null
  const main = placeOf(list, { visit: -1, training: false })
  const progress = main.of > 0 && (
    <div className="progress-line">
      <progress max={main.of} value={main.done} aria-label={texts.rest.progress(main.done, main.of)} />
      <span>{texts.rest.progress(main.done, main.of)}</span>
    </div>
  )
  if (next === null) {
    const none = visitsOf(list).length === 0
    return (
      <section className="sheet narrow rest">
        {said}
        <h1>{none ? texts.nothingYet : texts.finished}</h1>
        <p>{none ? texts.nothingYetWhy : texts.finishedWhy}</p>
        {progress}
        <p>
          <Link to="/earlier">{texts.earlier}</Link>
        </p>
      </section>
    )
  }
  const visit = visitOf(list, next.slotId)
  const place = placeOf(list, visit)
  const started = list.some(({ status }) => status === 'done')
  const isBegun = visit.slots.some(({ status }) => status !== 'waiting')
  const firstOfKind = place.number === 1 && !isBegun
  const [title, why] = firstOfKind
    ? visit.training
      ? [texts.rest.trainingTitle, texts.rest.training(place.of)]
      : [texts.rest.mainTitle, texts.rest.main(place.of, minutesOf(list))]
    : [notice === 'saved' ? texts.rest.between : texts.rest.welcomeBack, texts.rest.betweenWhy]
  const { open, openTraining, goOn: goOnWith, goOnTraining } = texts.rest
  const label = visit.training ? (isBegun ? goOnTraining : openTraining) : isBegun ? goOnWith : open
  return (
    <section className="sheet narrow rest">
      {said}
      <h1>{title}</h1>
      <p>{why}</p>
      {visit.training && firstOfKind && main.of > 0 && <p>{texts.rest.ahead(main.of, minutesOf(list))}</p>}
      {!visit.training && progress}
      <Button kind="primary" ref={button} onClick={onOpen}>
        {label(place.number, place.of)}
      </Button>
      {firstOfKind && <p className="hint keyboard-hint">{texts.rest.keyHint}</p>}
      {started && (
        <p>
          <Link to="/earlier">{texts.earlier}</Link>
        </p>
      )}
    </section>
  )
}
