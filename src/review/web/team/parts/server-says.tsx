/** @file A problem of the server in its own sentence, at the place where it happened. */
import type { RequestProblem } from '../../api-client/index.ts'
import { Alert } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'

const asSentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`

/** The server's sentence; before it, in Chinese, what kind of problem it is, since the server writes English. */
export function ServerSays({ problem }: { problem: RequestProblem }) {
  const { words, language } = useWords()
  const own = words.team.problems[problem.code]
  if (problem.isPassing || problem.message === '') return <Alert>{own}</Alert>
  const said = <span lang="en">{asSentence(problem.message)}</span>
  return (
    <Alert>
      {language === 'en' ? (
        said
      ) : (
        <>
          {own} {said}
        </>
      )}
    </Alert>
  )
}
