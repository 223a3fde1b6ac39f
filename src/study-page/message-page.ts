/** @file A page of one sentence. */
import { html } from '../report/index.ts'

/** A title and a sentence in the page's look; with `next` the browser goes there at once. */
export function messagePage(title: string, sentence: string, next?: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${next !== undefined && html`<meta http-equiv="refresh" content="0;url=${next}">`}
<title>${title}</title>
<link rel="stylesheet" href="/page.css">
</head>
<body><main><h1>${title}</h1><p>${sentence}</p></main></body>
</html>
`.markup
}
