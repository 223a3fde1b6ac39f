/** @file Which page of a reviewer is shown. */
import type { Me } from '../../api/index.ts'
import { Frame } from '../frame/frame.tsx'

/** The pages of a reviewer. `refresh` reads `me` anew. */
export function ReviewerPages({ me }: { me: Me; refresh: () => Promise<void> }) {
  return (
    <Frame me={me}>
      <section className="sheet">
        <h1>{me.title}</h1>
      </section>
    </Frame>
  )
}
