/** @file What a leak scan looks at and what it finds. */
import { hashJson, sha256 } from '../../support/index.ts'

/** One text as a rater would see it, and whose it is. */
export interface PlanText {
  readonly id: string
  readonly caseId: string
  readonly coupleId: string
  readonly arm: string
  readonly text: string
}

/** What tells who wrote a text. */
export type LeakKind =
  | 'assistant' // speaks as a machine does
  | 'model name'
  | 'vendor'
  | 'method'
  | 'arm name'
  | 'file name'
  | 'chat markup'
  | 'signature'
  | 'title'
  | 'own voice' // speaks as a clinician of a place does
  | 'date'
  | 'identifier'
  | 'template' // a form that one arm has and no other
  | 'length'

/** `certain` and `likely` must be resolved before allocation; a `hint` is for the reader of the report. */
export type LeakSeverity = 'certain' | 'likely' | 'hint'

/** A place in a text, end exclusive, in UTF-16 units. Holds no text: what stood there is for who may read the text. */
export interface LeakPlace {
  readonly kind: LeakKind
  readonly severity: LeakSeverity
  readonly start: number
  readonly end: number
}

/** A leak in one text. */
export interface TextFinding extends LeakPlace {
  readonly in: 'text'
  /** The same as long as text and place are: a resolution of another text is none of this one. */
  readonly id: string
  readonly textId: string
}

/** What tells a whole arm from the others. */
export interface ArmFinding {
  readonly in: 'arm'
  readonly id: string
  readonly kind: 'template' | 'length'
  readonly severity: LeakSeverity
  readonly arm: string
  /** What the arm has or lacks, such as `list: -`; of lines that came from texts only their hash. */
  readonly what: string
  /** Texts that have it, or lack it. */
  readonly textIds: readonly string[]
}

/** Anything that a scan found. */
export type Finding = TextFinding | ArmFinding

/** Whether a finding must be resolved before cases are allocated. */
export function mustResolve({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity !== 'hint'
}

/** A finding at a place of a text. */
export function textFinding({ id: textId, text }: Pick<PlanText, 'id' | 'text'>, place: LeakPlace): TextFinding {
  const { kind, start, end } = place
  return { in: 'text', id: hashJson([textId, sha256(text), kind, start, end]).slice(0, 24), textId, ...place }
}

/** A finding about an arm; its id changes when other texts have it. */
export function armFinding(finding: Omit<ArmFinding, 'in' | 'id'>, texts: ReadonlyMap<string, string>): ArmFinding {
  const { kind, arm, what, textIds } = finding
  const hashes = textIds.map(id => sha256(texts.get(id) ?? ''))
  return { in: 'arm', id: hashJson([kind, arm, what, textIds, hashes]).slice(0, 24), ...finding }
}
