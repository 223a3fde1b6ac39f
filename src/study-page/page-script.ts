/** @file The page's only script: every two seconds it asks which parts have changed, and puts those in place. */

/** JavaScript for a browser. A part that somebody is copying from waits; opened texts and scrolled tables stay as they are. */
export const pageScript = `'use strict'
const lost = document.getElementById('lost')
const parts = () => [...document.querySelectorAll('[data-version]')]

function put(fresh) {
  const old = document.getElementById(fresh.id)
  const selection = document.getSelection()
  if (old === null || (!selection.isCollapsed && old.contains(selection.anchorNode))) return
  for (const open of old.querySelectorAll('details[open][id]')) {
    const same = fresh.querySelector('#' + CSS.escape(open.id))
    if (same !== null) same.open = true
  }
  const scrolled = [...old.querySelectorAll('.scroll')].map(box => box.scrollLeft)
  const focused = old.contains(document.activeElement) ? document.activeElement.closest('[id]')?.id : undefined
  const place = [...old.querySelectorAll('.scroll, summary, a')].indexOf(document.activeElement)
  old.replaceWith(document.adoptNode(fresh))
  fresh.querySelectorAll('.scroll').forEach((box, i) => { box.scrollLeft = scrolled[i] ?? 0 })
  if (focused !== undefined) fresh.querySelectorAll('.scroll, summary, a')[place]?.focus({ preventScroll: true })
}

async function look() {
  const have = parts().map(part => part.id + '.' + part.dataset.version).join(',')
  const answer = await fetch('/changes?have=' + encodeURIComponent(have))
  if (answer.status === 403) return 'This page was started anew: open the link that the terminal printed.'
  if (!answer.ok) return 'The study cannot be read at the moment.'
  if (answer.status === 200) {
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    fresh.querySelectorAll('[data-version]').forEach(put)
  }
  return ''
}

async function again() {
  if (!document.hidden) {
    const said = await look().catch(() => 'Nobody answers: is bedside open still running? What you see is the last that was known.')
    if (lost.textContent !== said) lost.textContent = said
    lost.hidden = said === ''
  }
  setTimeout(again, 2000)
}
setTimeout(again, 2000)
`
