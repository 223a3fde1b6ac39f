/** @file Finds in one text what tells who wrote it: words of machines, of people, of this study, dates and identifiers. */
import { findIdentifiers } from '../../records/deidentify/index.ts'
import { AUTHOR_FORMS } from './author-forms.ts'
import type { LeakPlace } from './finding.ts'
import { type LeakForm, placesOfForm } from './leak-form.ts'
import { isMedicalShort, MACHINE_FORMS } from './machine-forms.ts'

/** What is particular to a study. */
export interface ScanOptions {
  /** Names of the arms; the recorded decision's is an ordinary word, and is left out. */
  readonly arms?: readonly string[]
  /** Names of models, methods, files and people that the study knows of. */
  readonly names?: readonly string[]
  /** Words of the specialty that are nobody's name (`ownWords` of the records). */
  readonly ownWords?: ReadonlySet<string>
}

const ORDINARY: ReadonlySet<string> = new Set([
  'physician',
  'doctor',
  'base',
  'model',
  'human',
  'clinician',
  'reference',
])

/** A name as a whole word; a Chinese one anywhere. */
function nameForm(name: string, kind: 'arm name' | 'model name'): LeakForm {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return {
    kind,
    severity: 'certain',
    pattern: new RegExp(`(?<![\\p{Script=Latin}\\d_])${escaped}(?![\\p{Script=Latin}\\d_])`, 'giu'),
    innocent: isMedicalShort,
  }
}

/** Dates and identifiers, as the import of records looks for them; ages are no leak. */
function identifierPlaces(text: string, ownWords: ReadonlySet<string> | undefined): LeakPlace[] {
  return findIdentifiers(text, [], ownWords)
    .filter(({ kind }) => kind !== 'age')
    .map(({ start, end, kind }) => ({
      kind: kind === 'date' || kind === 'birth date' ? 'date' : 'identifier',
      severity: 'certain',
      start,
      end,
    }))
}

/**
 * The places of one text that tell its author, in order; of places of one kind that overlap the longest. Offsets are into
 * the text as given. Forms and lists miss what they do not know: the classifier of arms says how much is left. An
 * empty text has none.
 */
export function scanText(text: string, { arms = [], names = [], ownWords }: ScanOptions = {}): readonly LeakPlace[] {
  const own = [
    ...arms.filter(arm => !ORDINARY.has(arm.toLowerCase())).map(arm => nameForm(arm, 'arm name')),
    ...names.filter(name => name.trim() !== '').map(name => nameForm(name, 'model name')),
  ]
  const found = [...own, ...MACHINE_FORMS, ...AUTHOR_FORMS].flatMap(form => placesOfForm(form, text))
  const places = [...found, ...identifierPlaces(text, ownWords)].sort((a, b) => a.start - b.start || b.end - a.end)
  return places.filter((place, i) =>
    places.every(
      (other, j) =>
        i === j ||
        other.kind !== place.kind ||
        other.start > place.start ||
        other.end < place.end ||
        (other.start === place.start && other.end === place.end && i < j),
    ),
  )
}
