/** @file The engine that trains and runs models of any size by Hugging Face TRL, in a Python process here or on a cluster. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeFolder } from '../../support/index.ts'
import type { Engine } from '../engine.ts'
import type { TrlParts } from './earlier-job.ts'
import { generateByJob } from './generate-job.ts'
import { scoreByJob } from './score-job.ts'
import { trainByJob } from './train-job.ts'

/** A folder for a request without one, and its removal. */
function ownFolder(work: string | undefined): { readonly folder: string; remove(): void } {
  if (work !== undefined) return { folder: work, remove: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'bedside-trl-'))
  return { folder, remove: () => removeFolder(folder) }
}

/** The TRL engine. The same versions, device, processes and seed give the same results as far as PyTorch does. */
export function trlEngine(parts: TrlParts): Engine {
  return {
    name: 'trl',
    train: request => trainByJob(request, parts),
    async score(request) {
      const { folder, remove } = ownFolder(request.work)
      try {
        return await scoreByJob(request, parts, folder)
      } finally {
        remove()
      }
    },
    async *generate(request) {
      const { folder, remove } = ownFolder(request.work)
      try {
        yield* generateByJob(request, parts, folder)
      } finally {
        remove()
      }
    },
  }
}
