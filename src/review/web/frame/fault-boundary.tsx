/** @file What is shown when a component fails: a plain sentence and a way on, instead of an empty page. */
import { Component, type ReactNode } from 'react'
import { type Words, useWords } from '../words/index.ts'

function Broken({ words }: { words: Words['frame'] }) {
  return (
    <main className="frame-main">
      <section className="sheet narrow">
        <h1>{words.broken}</h1>
        <p>{words.brokenWhy}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {words.reload}
        </button>
      </section>
    </main>
  )
}

function BrokenInWords() {
  return <Broken words={useWords().words.frame} />
}

/** Shows its children, or, once one of them has thrown, how to go on. Nothing is reported anywhere. */
export class FaultBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <BrokenInWords /> : this.props.children
  }
}
