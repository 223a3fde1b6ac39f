/** @file HTML that cannot be injected into: everything put into the template is escaped unless it is markup itself. */

/** Markup that was made by `html` or declared safe. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template: text and numbers are escaped, false and null vanish, lists are joined. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character])
}

/** Declares that a string made by this program is markup; never for anything read from an artifact. */
export function trustedMarkup(markup: string): Markup {
  return { markup }
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  if ('markup' in content) return content.markup
  return content.map(render).join('')
}

/** Template tag: builds markup and escapes what is put in. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: strings.map((text, i) => text + (i < values.length ? render(values[i]) : '')).join('') }
}
