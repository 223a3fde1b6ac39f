/** @file What an event says, readable: short things as words, all of it as JSON on request. */
import { useWords } from '../../words/index.ts'
import type { LogLine } from '../standing/standing.ts'

const LONGEST_VALUE = 120

/** Names and values that are short enough to stand in a line; names without words of ours stay out of it. */
function shortOnes(payload: unknown, fields: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  if (typeof payload !== 'object' || payload === null) return []
  return Object.entries(payload).flatMap(([name, value]) => {
    const isShort = typeof value === 'string' || typeof value === 'number'
    return isShort && name in fields && String(value).length <= LONGEST_VALUE ? [[fields[name], String(value)]] : []
  })
}

/** Content of a line; says so where the log does not show it, or where there is none. */
export function Payload({ line: { payload, hash } }: { line: LogLine }) {
  const { words } = useWords()
  const { log } = words.team
  if (payload === null) {
    return (
      <span className="quiet">
        <span aria-hidden="true">–</span>
        <span className="only-read-aloud">{log.notShown}</span>
      </span>
    )
  }
  const short = shortOnes(payload, log.fields)
  return (
    <div className="payload">
      {short.length > 0 && (
        <dl>
          {short.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={/^[0-9a-f]{64}$/.test(value) ? 'hash' : undefined}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <details>
        <summary>{log.details}</summary>
        <pre>{JSON.stringify(payload, null, 2)}</pre>
        <p className="hash">
          {log.hash} {hash}
        </p>
      </details>
    </div>
  )
}
