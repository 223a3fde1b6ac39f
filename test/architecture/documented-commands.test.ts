/** @file Every `bedside` command in a code block of the documents exists, with the options that it is given there. */
import { expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { readRepositoryFile, repositoryFiles } from './source-tree.ts'

/** The options of every command by its words: `review lock` to `--as`, and so on. */
const optionsByCommand = new Map(
  commands.flatMap(command =>
    'commands' in command
      ? command.commands.map(one => [`${command.name} ${one.usage.split(' ')[0]}`, one.options] as const)
      : [[command.usage.split(' ')[0], command.options] as const],
  ),
)

/** What calls Bedside in a line of a code block: `bedside`, by npx, by npm run, or by its file. */
const CALL = /(?:^|\s)(?:npx )?(?:bedside|node \S*bin\/bedside\.js)\s+([a-z].*)$/

/** The calls in the code blocks of a document, without their comments. */
function callsIn(text: string): string[] {
  return [...text.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```/gm)]
    .flatMap(([, block]) => block.replaceAll(/\\\n/g, ' ').split('\n'))
    .map(line => CALL.exec(line.replace(/\s#.*$/, ''))?.[1].trim())
    .filter(call => call !== undefined)
}

/** What is wrong with a call; null when it can be made. */
function problemOf(call: string): string | null {
  const [first, second = ''] = call.split(/\s+/)
  const name = optionsByCommand.has(first) ? first : `${first} ${second}`
  const options = optionsByCommand.get(name)
  if (!options) return `no command "${name}"`
  const known = new Set(['--verbose', '--help', ...options.flatMap(([flags]) => flags.match(/--[a-z-]+/g) ?? [])])
  const unknown = (call.match(/(?<=\s)--[a-z-]+/g) ?? []).filter(option => !known.has(option))
  return unknown.length === 0 ? null : `"${name}" has no option ${unknown.join(', ')}`
}

test('every bedside command in a code block of a document exists, with its options', () => {
  const calls = repositoryFiles()
    .filter(file => file.endsWith('.md') && file !== 'LOG.md')
    .flatMap(file => callsIn(readRepositoryFile(file)).map(call => ({ file, call })))
  expect(calls.length).toBeGreaterThan(30)
  const wrong = calls.flatMap(({ file, call }) => {
    const problem = problemOf(call)
    return problem === null ? [] : [`${file}: ${call}: ${problem}`]
  })
  expect(wrong).toEqual([])
})

test('the check finds a command and an option that are not there', () => {
  expect(problemOf('rn study.yaml')).toBe('no command "rn study.yaml"')
  expect(problemOf('review lock --az dana')).toBe('"review lock" has no option --az')
  expect(problemOf('review lock --as dana')).toBeNull()
  expect(callsIn('```sh\nnpx bedside run x # bedside y\nnpm run demo\n```\n')).toEqual(['run x'])
})

test('every document in docs/ has a line in docs/README.md', () => {
  const index = readRepositoryFile('docs/README.md')
  const pages = repositoryFiles().filter(file => /^docs\/[^/]+\.md$/.test(file) && file !== 'docs/README.md')
  expect(pages.length).toBeGreaterThan(20)
  expect(pages.filter(page => !index.includes(`(${page.slice('docs/'.length)})`))).toEqual([])
})
