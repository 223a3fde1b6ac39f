/** @file Sections: what the figures do not say, and how to make them again. */
import { basename } from 'node:path'
import { NEAR_DISTANCE } from '../../records/index.ts'
import type { JsonValue } from '../../support/index.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { table } from '../table.ts'
import type { BenchmarkView } from './view.ts'

type Told = Pick<BenchmarkView, 'words' | 'format'>

/** Of rows left out for want of a later decision: how many there were by the value of the first decision layer. */
function selectionNotes({ importReport, specialty }: StudyArtifacts, { words, format }: Told): readonly Markup[] {
  const first = specialty.decisionLayers[0]
  const { limits } = words
  return importReport.notInCohort.conditions.flatMap(({ condition, byDecision, rows }) => {
    if (!byDecision || rows === 0) return []
    const kept = importReport.decisions[first.name]?.values ?? {}
    const parts = Object.entries(byDecision).map(([option, left]) => {
      const all = left + (kept[option] ?? 0)
      return all === 0
        ? limits.selectedNone(option)
        : limits.selected(option, format.count(left), format.count(all), format.value(left / all, 'share'))
    })
    return [html`<li>${limits.selection(format.count(rows), condition, first.label, format.list(parts))}</li>`]
  })
}

/** An address without its path, unless that is but a version such as `/v1`. */
function shownAddress(address: string): string {
  const { origin, pathname } = new URL(address)
  return /^\/v\d+\/?$/.test(pathname) ? `${origin}${pathname}` : origin
}

/** Addresses of servers without their path, which may name what is the owner's business. */
function withoutPaths(settings: JsonValue): JsonValue {
  if (Array.isArray(settings)) return settings.map(withoutPaths)
  if (typeof settings !== 'object' || settings === null) return settings
  const shortened = Object.entries(settings).map(([key, value]): [string, JsonValue] => [
    key,
    key === 'baseUrl' && typeof value === 'string' ? shownAddress(value) : withoutPaths(value),
  ])
  return Object.fromEntries(shortened)
}

/** The settings with the names of the source and mapping files only: their folders are the machine's, not the study's. */
function withoutFolders(settings: JsonValue): JsonValue {
  if (typeof settings !== 'object' || settings === null || !('records' in settings)) return settings
  const { records } = settings
  if (typeof records !== 'object' || records === null) return settings
  const named = Object.entries(records).map(([key, value]) => {
    const isFile = (key === 'source' || key === 'mapping') && typeof value === 'string'
    return [key, isFile ? basename(value) : value]
  })
  return { ...settings, records: Object.fromEntries(named) }
}

/** Test couples that have a near-duplicate in training; a sentence when there is none. */
function nearDuplicateNote({ split }: StudyArtifacts, { words, format }: Told): Markup | null {
  const found = split.nearDuplicates.find(({ side, other }) => side === 'test' && other === 'train')
  if (!found) return null
  if (found.couples === 0) return html`<li>${words.limits.noNear}</li>`
  const [couples, all, equal] = [found.couples, split.couples.test, found.equalCouples].map(format.count)
  return html`<li>${words.limits.near(couples, all, String(NEAR_DISTANCE), equal)}</li>`
}

/** The limits that hold for every study of this kind, and those of this one. */
export function limitsSection(artifacts: StudyArtifacts, told: Told): Markup {
  const { study, importReport, results, specialty, analysis } = artifacts
  const { words, format } = told
  const { limits } = words
  return html`<h2>${limits.title}</h2>
<ul>
<li>${limits.record}</li>
<li>${limits.checkpoint}</li>
<li>${analysis.review === null ? limits.noReview : limits.review(format.count(analysis.review.clinicians), analysis.simulated)}</li>
<li>${limits.tail(format.count(results.strata.tail))}</li>
<li>${limits.unadjusted}</li>
${(specialty.notes ?? []).map(note => html`<li>${note}</li>`)}
${nearDuplicateNote(artifacts, told)}
${selectionNotes(artifacts, told)}
${importReport.note !== null && html`<li>${importReport.note}</li>`}
${study.synthetic && html`<li>${limits.generated}</li>`}
</ul>`
}

/** Seed, settings, and for every artifact the code and the inputs that made it. */
export function reproductionSection(
  { study, manifests, results, seed }: StudyArtifacts,
  { words, format }: Told,
): Markup {
  const { reproduction } = words
  const rows = [...manifests].map(([artifact, manifest]) => [
    artifact,
    html`<code>${manifest.code.slice(0, 12)}</code>`,
    html`<code>${manifest.key.slice(0, 12)}</code>`,
    manifest.finished.replace('T', ' ').replace(/\..*/, ''),
  ])
  const versions = [...manifests.values()][0]?.versions ?? {}
  const commits = [...new Set([...manifests.values()].flatMap(({ commit }) => commit ?? []))]
  const columns = [reproduction.artifact, reproduction.code, reproduction.key, reproduction.finished]
  return html`<h2>${reproduction.title}</h2>
<p>${reproduction.study} <code>${study.name}</code>${words.common.phraseSeparator}${reproduction.intro(String(seed), format.count(results.resamples))}${
    commits.length > 0 && html`${words.common.phraseSeparator}${reproduction.commit} <code>${commits.join(', ')}</code>`
  }${words.brief.end} ${reproduction.same}</p>
${table(
  reproduction.caption,
  columns.map(label => ({ label })),
  rows,
)}
<h3>${reproduction.versions}</h3>
<pre>${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join('\n')}</pre>
<h3>${reproduction.settings}</h3>
<pre>${JSON.stringify(withoutPaths(withoutFolders(study.settings)), null, 2)}</pre>`
}
