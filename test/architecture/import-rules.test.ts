/** @file The direction of dependencies between the folders of src/, and the few places that may touch the outside. */
import { dirname, join } from 'node:path/posix'
import { expect, test } from 'vitest'
import { importsOf, readRepositoryFile, sourceFiles, withoutComments } from './source-tree.ts'

/** Folder -> folders that it may import. ARCHITECTURE.md prints the same table. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  support: [],
  tensor: ['support'],
  onnx: ['support', 'tensor'],
  optim: ['support', 'tensor', 'onnx'],
  model: ['support', 'tensor', 'onnx'],
  statistics: ['support'],
  engines: ['support', 'tensor', 'onnx', 'optim', 'model'],
  specialty: ['support'],
  records: ['support', 'statistics', 'specialty'],
  prompts: ['support', 'statistics', 'engines', 'specialty', 'records'],
  alignment: ['support', 'statistics', 'engines', 'specialty', 'records', 'prompts'],
  predictions: ['support', 'statistics', 'engines', 'specialty', 'records', 'prompts', 'alignment'],
  benchmark: ['support', 'statistics', 'specialty', 'records', 'prompts', 'alignment', 'predictions'],
  review: ['support', 'statistics', 'specialty', 'records', 'prompts', 'predictions'],
  // Before the analysis in the flow, and unknown to it: what a language model says is no estimate of trust.
  judges: ['support', 'statistics', 'engines', 'specialty', 'prompts', 'predictions', 'review'],
  analysis: ['support', 'statistics', 'specialty', 'prompts', 'predictions', 'benchmark', 'review'],
  report: [
    'support',
    'statistics',
    'engines',
    'specialty',
    'records',
    'prompts',
    'alignment',
    'predictions',
    'benchmark',
    'review',
    'judges',
    'analysis',
  ],
  study: [
    'support',
    'statistics',
    'engines',
    'specialty',
    'records',
    'prompts',
    'alignment',
    'predictions',
    'benchmark',
    'review',
    'judges',
    'analysis',
    'report',
  ],
  'study-page': ['support', 'engines', 'specialty', 'prompts', 'predictions', 'benchmark', 'report', 'study'],
  cli: ['support', 'onnx', 'study', 'study-page'],
}

/** What each file of src/ outside tests imports from its own package, resolved to a path such as `src/model/index.ts`. */
const edges = sourceFiles()
  .filter(file => !file.endsWith('.test.ts'))
  .flatMap(file =>
    importsOf(readRepositoryFile(file))
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier => ({ file, target: join(dirname(file), specifier) })),
  )

const folderOf = (path: string) => path.split('/')[1]

test('every folder of src/ has a line in the import table', () => {
  const folders = new Set(sourceFiles().map(folderOf))
  expect([...folders].filter(folder => !(folder in allowed))).toEqual([])
})

test('a folder imports only the folders that the table allows', () => {
  const wrong = edges
    .filter(({ file, target }) => folderOf(file) !== folderOf(target))
    .filter(({ file, target }) => !allowed[folderOf(file)]?.includes(folderOf(target)))
  expect(wrong).toEqual([])
})

test('a folder imports another one only through an index.ts, its own or that of a part such as specialty/infertility', () => {
  const deep = edges
    .filter(({ file, target }) => folderOf(file) !== folderOf(target))
    // Fixtures of tests build on each other: no index exports them.
    .filter(({ file, target }) => !(file.includes('/fixtures/') && target.includes('/fixtures/')))
    .filter(({ target }) => !/^src\/[^/]+\/([^/]+\/)?index\.ts$/.test(target))
  expect(deep).toEqual([])
})

test('relative imports end in .ts, in the page also in .tsx and .css, and stay inside src/', () => {
  const ending = (file: string) => (file.startsWith(WEB) ? /\.(tsx?|css)$/ : /\.ts$/)
  expect(edges.filter(({ file, target }) => !target.startsWith('src/') || !ending(file).test(target))).toEqual([])
})

/** The page that runs in a browser. */
const WEB = 'src/review/web/'

test('the page takes only types from outside of its folder, and only of what travels', () => {
  const outside = sourceFiles()
    .filter(file => file.startsWith(WEB) && !file.endsWith('.test.ts'))
    .flatMap(file =>
      [...withoutComments(readRepositoryFile(file)).matchAll(/(?:^|\n)(import|export)\s([^'";]*?)from\s*'([^']+)'/g)]
        .map(([, , what, from]) => ({ file, what: what.trim(), target: join(dirname(file), from), from }))
        .filter(({ from, target }) => from.startsWith('.') && !target.startsWith(WEB)),
    )
  expect(outside.length).toBeGreaterThan(0)
  expect(
    outside.filter(({ what, target }) => !what.startsWith('type ') || target !== 'src/review/api/index.ts'),
  ).toEqual([])
  expect(sourceFiles().filter(file => file.startsWith(WEB) && /\bfrom 'node:/.test(readRepositoryFile(file)))).toEqual(
    [],
  )
})

test('only the page imports the page', () => {
  expect(edges.filter(({ file, target }) => target.startsWith(WEB) && !file.startsWith(WEB))).toEqual([])
})

test('no file imports itself through others', () => {
  const targets = new Map<string, string[]>()
  for (const { file, target } of edges) targets.set(file, [...(targets.get(file) ?? []), target])
  const state = new Map<string, 'open' | 'closed'>()
  const cycles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'open') cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (state.has(file)) return
    state.set(file, 'open')
    for (const target of targets.get(file) ?? []) visit(target, [...path, file])
    state.set(file, 'closed')
  }
  for (const file of targets.keys()) visit(file, [])
  expect(cycles).toEqual([])
})

/** A call that has one home, so that nothing computed depends on the clock, the environment or chance. */
const homes: readonly { readonly call: RegExp; readonly home: RegExp }[] = [
  { call: /\bMath\.random\b/, home: /^src\/support\/random\.ts$/ },
  // Secrecy, not results: the key of de-identification must not follow from a seed.
  {
    call: /\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b/,
    home: /^src\/(records\/deidentify\/key-file|support\/secret|review\/web\/random\/random-id)\.ts$/,
  },
  {
    call: /\bDate\.now\b|\bnew Date\b|\bperformance\.now\b|\bhrtime\b/,
    home: /^src\/(support\/clock|review\/web\/clock\/.*)\.ts$/,
  },
  { call: /\bprocess\.env\b/, home: /^src\/(cli\/|onnx\/without-telemetry\.ts)/ },
  { call: /\bprocess\.exit\b/, home: /^src\/cli\// },
  { call: /['"]onnxruntime-node['"]/, home: /^src\/onnx\// },
  // Ray takes what `fetch` of Node sends for a browser's and refuses it.
  { call: /['"](node:)?https?['"]/, home: /^src\/engines\/trl\/launchers\/ray-request\.ts$/ },
  { call: /['"](node:)?(tls|dgram|dns)['"]|\bWebSocket\b/, home: /^$/ },
  // A socket that lies in a folder: no address of a network.
  // The address file asks it what an address is, and opens nothing.
  { call: /['"](node:)?net['"]/, home: /^src\/review\/(console\/channel|server\/address)\.ts$/ },
  {
    call: /\bfetch\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bEventSource\b/,
    home: /^src\/(engines\/endpoint\/guarded-fetch|review\/web\/api-client\/request|review\/simulated\/loopback-fetch|study-page\/page-script)\.ts$/,
  },
  { call: /\blocalStorage\b|\bsessionStorage\b/, home: /^src\/review\/web\/(words\/kept-choice|kept\/.*)\.ts$/ },
  { call: /\bdangerouslySetInnerHTML\b|\binnerHTML\b|\binsertAdjacentHTML\b/, home: /^$/ },
  { call: /from ['"](pg|kysely|@electric-sql\/pglite)(\/[^'"]*)?['"]/, home: /^src\/review\/(accounts|store)\// },
  { call: /['"](openai|p-queue)(\/[^'"]*)?['"]/, home: /^src\/engines\/endpoint\// },
]

test('randomness, clock, environment, exit, ONNX Runtime and network are used only in their home', () => {
  const strays = sourceFiles()
    .filter(file => !file.endsWith('.test.ts'))
    .flatMap(file => {
      const code = withoutComments(readRepositoryFile(file))
      return homes.filter(({ call, home }) => call.test(code) && !home.test(file)).map(({ call }) => `${file}: ${call}`)
    })
  expect(strays).toEqual([])
})

/** Every file that a file needs, itself included. */
function reach(start: string): Set<string> {
  const found = new Set([start])
  for (const file of found) for (const edge of edges) if (edge.file === file) found.add(edge.target)
  return found
}

/** What serves a browser, runs in one, or plays one. */
const SERVING = /^src\/review\/(api|accounts|instrument|server|web|simulated)\//

test('what serves a browser never reaches what was predicted', () => {
  const reaching = ['src/review/store/index.ts', ...sourceFiles().filter(file => SERVING.test(file))]
    .filter(file => !file.endsWith('.test.ts'))
    .filter(file => [...reach(file)].some(reached => /^src\/(predictions|alignment|engines)\//.test(reached)))
  expect(reaching).toEqual([])
})

test('what serves a browser never reaches the key of a review', () => {
  const serving = sourceFiles().filter(file => SERVING.test(file))
  const reaching = ['src/review/store/index.ts', ...serving]
    .filter(file => !file.endsWith('.test.ts'))
    .filter(file => reach(file).has('src/review/store/key.ts'))
  expect(reaching).toEqual([])
  // The way that is watched exists.
  expect(reach('src/review/store/key-holders.ts').has('src/review/store/key.ts')).toBe(true)
})

test('nothing of a review or of the registered analysis reaches a judge comparator, and none reaches the key', () => {
  const unaware = sourceFiles().filter(file => /^src\/(statistics|benchmark|review|analysis)\//.test(file))
  expect(unaware.filter(file => [...reach(file)].some(reached => reached.startsWith('src/judges/')))).toEqual([])
  const naming = unaware
    .filter(file => !file.endsWith('.test.ts'))
    .filter(file => /judge-agreement|judgements\.jsonl|judges\/\$\{/.test(withoutComments(readRepositoryFile(file))))
  expect(naming).toEqual([])
  const judges = [...reach('src/judges/index.ts')]
  expect(judges.filter(file => /^src\/(analysis|review\/(server|accounts|console|simulated))\//.test(file))).toEqual([])
  expect(judges).not.toContain('src/review/store/key.ts')
  const own = edges.filter(({ file }) => file.startsWith('src/judges/')).map(({ target }) => target)
  expect(own.filter(target => target.startsWith('src/review/store/'))).toEqual([])
})

test('the table of the key is read in one file', () => {
  const naming = sourceFiles()
    .filter(file => !file.endsWith('.test.ts') && file.startsWith('src/review/'))
    .filter(file => /\bslot_key\b/.test(withoutComments(readRepositoryFile(file))))
  expect(naming.map(file => file.split('/').at(-1))).toEqual([
    'backup.ts',
    'key.ts',
    '0001-events-and-state.ts',
    'restore.ts',
    'tables.ts',
  ])
})

test('alignment never reads the test split', () => {
  const readers = sourceFiles()
    .filter(file => file.startsWith('src/alignment/') && !file.endsWith('.test.ts'))
    .filter(file => /['"`/]test(\.jsonl)?['"`]/.test(withoutComments(readRepositoryFile(file))))
  expect(readers).toEqual([])
})
