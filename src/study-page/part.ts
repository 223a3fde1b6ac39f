/** @file A part of the page: a section that can be put in place by itself, and a version that tells whether it must be. */
import { html, type Markup } from '../report/index.ts'
import { sha256 } from '../support/index.ts'

/** A part as it stands now. */
export interface Part {
  readonly id: string
  /** Equal versions mean equal markup. */
  readonly version: string
  readonly markup: Markup
}

/** Makes a section with an id; `label` names it for who cannot see it, by the heading with the id `<id>-title`. */
export function part(id: string, style: string, content: Markup): Part {
  const version = sha256(content.markup).slice(0, 12)
  return {
    id,
    version,
    markup: html`<section class="${style}" id="${id}" data-version="${version}" aria-labelledby="${id}-title">
${content}
</section>`,
  }
}
