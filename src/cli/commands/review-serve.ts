/** @file `bedside review serve`: one process that serves the review until it is stopped. */
import { DEFAULT_PORT, reviewStepLines, serveReview } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, textOption } from '../command.ts'
import { reviewNamed } from '../review-surroundings.ts'

function portOf(given: string | null): number {
  const port = Number(given ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new InputError(`expected a port from 1 to 65535, got "${given}"`, { field: '--port' }, 'give another')
}

/** `bedside review serve [study]`. */
export const serveCommand: CliCommand = {
  usage: 'serve [study]',
  summary: 'serve the review until Ctrl-C, on this machine unless told otherwise',
  options: [
    ['--host <address>', 'address to listen on (default: 127.0.0.1)'],
    ['--port <number>', `port to listen on (default: ${DEFAULT_PORT})`],
    ['--public-url <url>', 'address that people open, such as https://review.example.org behind a proxy with TLS'],
    [
      '--trust-proxy [address]',
      'believe X-Forwarded-For of this proxy (default: 127.0.0.1), for the limits on guessing',
    ],
    ['--insecure', 'serve other machines without TLS: passwords and records can be read on the way'],
    ['--verbose', 'print a line for each request, with nothing of what is in it; and the stack of an unexpected error'],
  ],
  async run({ positional, options }, { print, progress, signal }) {
    const [host, port] = [textOption(options, 'host') ?? '127.0.0.1', portOf(textOption(options, 'port'))]
    const listening = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
    const review = reviewNamed(positional[0], textOption(options, 'publicUrl') ?? listening)
    const { say } = progress
    await serveReview(review, {
      host,
      port,
      insecure: options['insecure'] === true,
      trustedProxy: options['trustProxy'] === true ? '127.0.0.1' : textOption(options, 'trustProxy'),
      signal,
      say,
      log: options['verbose'] === true ? say : null,
      async onServed(url) {
        print(
          `Review "${review.study.config.study}" is served at ${url}${url === listening ? '' : `, listening on ${listening}`}`,
        )
        for (const line of await reviewStepLines(review)) say(line)
        say('Ctrl-C ends it; what was acknowledged is on the disk')
      },
    })
    say('Ended; everything is saved')
    return 0
  },
}
