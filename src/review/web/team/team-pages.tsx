/** @file Which page of the study team is shown. */
import type { Me } from '../../api/index.ts'
import { Frame } from '../frame/frame.tsx'
import { useWords } from '../words/index.ts'

/** The pages of everybody but reviewers. `refresh` reads `me` anew. */
export function TeamPages({ me }: { me: Me; refresh: () => Promise<void> }) {
  const { words } = useWords()
  return (
    <Frame me={me}>
      <section className="sheet">
        <h1>{words.team.title}</h1>
      </section>
    </Frame>
  )
}
