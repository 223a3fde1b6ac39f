/** @file The whole page, and the parts of it that have changed since a browser last asked. */
import { html, type Markup, RESEARCH_NOTICE } from '../report/index.ts'
import { InputError, StudyError } from '../support/index.ts'
import { type Part, part } from './part.ts'
import { agreementPart } from './sections/agreement.ts'
import { linksPart } from './sections/links.ts'
import { nowPart } from './sections/now.ts'
import { samplesPart } from './sections/samples.ts'
import { stagesPart } from './sections/stages.ts'
import { trainingPart } from './sections/training.ts'
import type { StudyView } from './study-watch.ts'

/** What a browser is given. */
export interface StudyPage {
  /** The whole document. */
  whole(): Promise<string>
  /** The parts whose version is none of `have` (`id.version`); empty when nothing changed. */
  changes(have: ReadonlySet<string>): Promise<string>
}

const JUMPS = [
  ['stages', 'Stages'],
  ['training', 'Training'],
  ['agreement', 'Benchmark'],
  ['samples', 'Held-out cases'],
  ['links', 'Report, review, documents'],
] as const

function headerPart({ study, specialty, synthetic, simulated }: StudyView): Part {
  const { config } = study
  return part(
    'header',
    'header',
    html`<h1 id="header-title">${config.title ?? config.study}</h1>
<p class="subtitle">Study page of “${config.study}” · <span lang="${specialty.language === 'zh' ? 'zh-CN' : 'en'}">${specialty.title}</span></p>
${synthetic && html`<p class="banner">SYNTHETIC: the records were generated; no patient is in them.</p>`}
${simulated && html`<p class="banner">SIMULATED REVIEWERS: programs judge, and what they prefer says nothing of clinicians.</p>`}
<p class="notice">${RESEARCH_NOTICE.en} This page names arms and shows texts of cases: it is for who runs the study, not for reviewers.</p>`,
  )
}

function document(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<main>
<p id="lost" class="lost" role="status" hidden></p>
${body}
</main>
</body>
</html>
`.markup
}

/** What stands in place of everything while the study file, or what it names, cannot be read. */
function problemPart(message: string): Part {
  return part(
    'now',
    'now',
    html`<h2 id="now-title">The study cannot be read</h2><p>${message}</p><p>When it is mended, this page goes on by itself.</p>`,
  )
}

/** The page of a study that is looked at with `look`. */
export function studyPage(look: () => Promise<StudyView>): StudyPage {
  const [drawTraining, drawAgreement] = [trainingPart(), agreementPart()]
  const partsNow = async (): Promise<{ readonly title: string; readonly parts: readonly Part[] }> => {
    let view: StudyView
    try {
      view = await look()
    } catch (error) {
      if (!(error instanceof InputError || error instanceof StudyError)) throw error
      return { title: 'The study cannot be read', parts: [problemPart(error.message)] }
    }
    const { title, study } = view.study.config
    return {
      title: `${title ?? study}: study page`,
      parts: [
        headerPart(view),
        nowPart(view),
        stagesPart(view),
        await drawTraining(view),
        await drawAgreement(view),
        samplesPart(view),
        linksPart(view),
      ],
    }
  }
  return {
    async whole() {
      const { title, parts } = await partsNow()
      const jumps = html`<nav aria-label="Parts of this page"><p class="jump">${JUMPS.map(([id, label]) => html`<a href="#${id}">${label}</a> `)}</p></nav>`
      const isWhole = parts.length > 1
      return document(
        title,
        html`${parts.slice(0, 1).map(({ markup }) => markup)}${isWhole && jumps}${parts.slice(1).map(({ markup }) => markup)}`,
      )
    },
    async changes(have) {
      const { parts } = await partsNow()
      return parts
        .filter(({ id, version }) => !have.has(`${id}.${version}`))
        .map(({ markup }) => markup.markup)
        .join('\n')
    },
  }
}
