/** @file What stands in the place of a page that is not read yet, or could not be. */
import { Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { ServerSays } from './server-says.tsx'
import type { Readable, Reading } from './use-answer.ts'

/** "Loading", or the problem and a way to try again; nothing once there is an answer and no problem. */
export function ReadingState<R extends Readable>({ of: { answer, problem, reload } }: { of: Reading<R> }) {
  const { words } = useWords()
  if (problem === null) return answer === null ? <p className="quiet">{words.frame.loading}</p> : null
  return (
    <div className="team-stack">
      <ServerSays problem={problem} />
      <Button onClick={() => void reload()}>{words.frame.tryAgain}</Button>
    </div>
  )
}
