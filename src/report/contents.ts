/** @file The list of contents: every heading of the second level gets an id, and a link to it stands at the top. */
import { escapeHtml } from './html.ts'

const HEADING = /<h2>(.*?)<\/h2>/g

/** The body of the page with ids on its headings, and the list of links that goes before it; both are markup. */
export function withContents(body: string, label: string): { readonly contents: string; readonly body: string } {
  const titles: string[] = []
  const marked = body.replaceAll(HEADING, (_, title: string) => {
    titles.push(title)
    return `<h2 id="section-${titles.length}">${title}</h2>`
  })
  const links = titles.map((title, i) => `<li><a href="#section-${i + 1}">${title}</a></li>`).join('')
  return {
    contents: `<nav aria-label="${escapeHtml(label)}"><h3>${escapeHtml(label)}</h3><ol>${links}</ol></nav>`,
    body: marked,
  }
}
