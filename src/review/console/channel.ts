/**
 * @file The channel of the console: a Unix domain socket in the review's folder. Only who may enter the folder reaches it;
 * no browser does, since it is no port.
 */
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { InputError, StudyError, takeProcessLock } from '../../support/index.ts'
import { atShortPath } from './short-path.ts'
import { type ConsoleAnswer, type ConsoleRequest, receivedError, sentError } from './wire.ts'

const SOCKET = 'console.sock'
const LOCK = 'console.lock'
/** A request is a few words; what is longer is none of ours. */
const LONGEST_REQUEST = 4 * 1024 * 1024
const PATIENCE_MILLISECONDS = 10_000

/** An open channel. */
export interface Channel {
  /** Takes no further request, and waits for those under way. */
  close(): Promise<void>
}

/** The first line that arrives; null when it is too long, too late or never ends. */
function readLine(socket: Socket): Promise<string | null> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let length = 0
    socket.setTimeout(PATIENCE_MILLISECONDS, () => resolve(null))
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > LONGEST_REQUEST) resolve(null)
      else if (chunk.includes(10)) resolve(Buffer.concat(chunks).toString('utf8').split('\n', 1)[0])
    })
    socket.on('close', () => resolve(null))
  })
}

async function converse(socket: Socket, act: (request: ConsoleRequest) => Promise<unknown>): Promise<void> {
  // Who goes away does not hear the answer; what was done stays done.
  socket.on('error', () => undefined)
  const line = await readLine(socket)
  if (line === null) {
    socket.destroy()
    return
  }
  socket.setTimeout(0)
  let said: ConsoleAnswer
  try {
    said = { answer: (await act(JSON.parse(line) as ConsoleRequest)) ?? null }
  } catch (error) {
    said = { error: sentError(error) }
  }
  await new Promise<void>(resolve => socket.end(`${JSON.stringify(said)}\n`, resolve).on('close', resolve))
}

/**
 * Opens the channel of a folder that is there: each request is handed to `act`, its answer or error sent back. Null while
 * another living process has it; the socket of a dead one is replaced.
 */
export async function openChannel(
  folder: string,
  act: (request: ConsoleRequest) => Promise<unknown>,
): Promise<Channel | null> {
  let release: () => void
  try {
    release = takeProcessLock(join(folder, LOCK), 'the console of this review is open already', folder)
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
  const file = join(folder, SOCKET)
  const underWay = new Set<Promise<void>>()
  const server = createServer({ allowHalfOpen: true }, socket => {
    const conversation = converse(socket, act).finally(() => underWay.delete(conversation))
    underWay.add(conversation)
  })
  try {
    rmSync(file, { force: true })
    await atShortPath(
      folder,
      SOCKET,
      path =>
        new Promise<void>((resolve, reject) => {
          server.once('error', reject)
          server.listen(path, () => resolve())
        }),
    )
    chmodSync(file, 0o600)
  } catch (error) {
    server.close()
    release()
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new InputError(
      `cannot open a socket here (${code})`,
      { file: folder },
      'put the review on a local disk that has Unix domain sockets: `review.folder` in the study file',
    )
  }
  return {
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      await Promise.all(underWay)
      await closed
      rmSync(file, { force: true })
      release()
    },
  }
}

/** Connects to the channel of a folder; null when nobody listens. */
function connect(path: string, folder: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path, allowHalfOpen: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else {
        reject(
          new InputError(
            `cannot reach the process that serves this review (${error.code ?? 'unknown'})`,
            { file: folder },
            'run the command as the user who serves it',
          ),
        )
      }
    })
  })
}

/**
 * Sends a request to the process that serves the review of a folder. Undefined when there is none; throws what the act threw
 * there, and StudyError when the process ended before it answered.
 */
export async function askChannel(folder: string, request: ConsoleRequest): Promise<{ answer: unknown } | undefined> {
  if (!existsSync(join(folder, SOCKET))) return undefined
  const socket = await atShortPath(folder, SOCKET, path => connect(path, folder))
  if (socket === null) return undefined
  const chunks: Buffer[] = []
  await new Promise<void>(resolve => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // An end without an answer is told below, whatever brought it about.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
    socket.on('end', () => socket.end())
    socket.write(`${JSON.stringify(request)}\n`)
  })
  const text = Buffer.concat(chunks).toString('utf8')
  if (!text.endsWith('\n')) {
    throw new StudyError(
      'the process that serves the review ended before it answered; see with `bedside review status` what was done',
    )
  }
  const said = JSON.parse(text) as ConsoleAnswer
  if ('error' in said) throw receivedError(said.error)
  return said
}
