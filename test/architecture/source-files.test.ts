/** @file What every source file keeps to: its size, its purpose line, a doc comment for each export. */
import { expect, test } from 'vitest'
import { readRepositoryFile, repositoryFiles, sourceFiles } from './source-tree.ts'

const MAX_LINES = 600

test(`no code file has more than ${MAX_LINES} lines`, () => {
  const code = repositoryFiles().filter(file => /\.(tsx?|js|py|sh|css)$/.test(file))
  const long = code
    .map(file => ({ file, lines: readRepositoryFile(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
  expect(long).toEqual([])
})

test('every source file begins with its purpose', () => {
  const silent = sourceFiles()
    .filter(file => !file.endsWith('.test.ts'))
    .filter(file => !/^\/\*\*\s+(\*\s+)?@file \S/.test(readRepositoryFile(file)))
  expect(silent).toEqual([])
})

/** Exports of a file without a doc comment. Lines of exports in a row share one; the output type of a schema needs none. */
function undocumented(file: string): string[] {
  const lines = readRepositoryFile(file).split('\n')
  const declaration = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/
  let documented = false
  return lines.flatMap((line, index) => {
    const name = declaration.exec(line)?.[1]
    if (lines[index - 1]?.trimEnd().endsWith('*/')) documented = true
    else if (name === undefined || !declaration.test(lines[index - 1])) documented = false
    return name === undefined || documented || /= z\.(output|infer|input)</.test(line) ? [] : [`${file}: ${name}`]
  })
}

test('every export of src/ has a doc comment', () => {
  expect(
    sourceFiles()
      .filter(file => !file.endsWith('.test.ts'))
      .flatMap(undocumented),
  ).toEqual([])
})

test('no test is skipped, focused or left to do', () => {
  const tests = repositoryFiles().filter(file => file.endsWith('.test.ts'))
  const marked = tests.filter(file =>
    /\b(?:test|it|describe|suite)\.(?:skip|only|todo)\b/.test(readRepositoryFile(file)),
  )
  expect(marked).toEqual([])
})

test('file names are kebab-case and say what is in them', () => {
  const odd = sourceFiles().filter(file => {
    const name = file.split('/').at(-1) ?? ''
    return (
      !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config)?\.tsx?$/.test(name) ||
      /^(utils?|helpers?|common|manager)\.tsx?$/.test(name)
    )
  })
  expect(odd).toEqual([])
})
