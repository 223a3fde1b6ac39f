/** @file What clinicians said of the plans that they were shown: the lines of the artifact `review/`, arms by name. */

/** A clinician, or a language model that was asked the same questions and never counts as one. */
export type RaterKind = 'clinician' | 'judge'

/** What every line has. */
interface ReviewLine {
  /** Record id of the case. */
  readonly caseId: string
  readonly raterId: string
  readonly raterKind: RaterKind
  /** Where the rater works; null when it was not asked. */
  readonly centre: string | null
  /** When it was given, ISO 8601 in UTC; null when it is not known. */
  readonly ratedAt: string | null
  /** A hidden repeat of what the same rater saw before: for agreement with oneself, and for nothing else. */
  readonly repeat: boolean
}

/** A line of `review/ratings.jsonl`: one plan on one criterion. */
export interface Rating extends ReviewLine {
  readonly arm: string
  readonly criterion: string
  /** A whole number on the scale of the review. */
  readonly score: number
}

/** What can be said of two plans side by side. */
export const CHOICES = ['left', 'right', 'tie', 'both bad'] as const
export type Choice = (typeof CHOICES)[number]

/** Name of a criterion in the export: of the plan as a whole, or of one decision layer. */
export function criterionName(criterion: string, layer: string | null): string {
  return layer === null ? criterion : `${criterion} (${layer})`
}

/** A line of `review/preferences.jsonl`: two plans side by side. */
export interface Preference extends ReviewLine {
  readonly left: string
  readonly right: string
  readonly criterion: string
  readonly choice: Choice
}

/** What a rater can take a plan for. */
export const SOURCES = ['physician', 'model', 'unknown'] as const
export type Source = (typeof SOURCES)[number]

/** A line of `review/guesses.jsonl`: what a rater took a plan for, asked before anything was revealed. */
export interface Guess extends ReviewLine {
  readonly arm: string
  readonly guess: Source
  /** The arm that was guessed, where that was asked; null for "do not know" or not asked. */
  readonly guessedArm: string | null
}

/** Severities of a harm, the mildest first. */
export const HARMS = ['mild', 'moderate', 'severe'] as const
export type Harm = (typeof HARMS)[number]

/** A line of `review/remarks.jsonl`: what a rater remarked on one plan of a slot, without the text of her comment. */
export interface RaterRemark extends ReviewLine {
  readonly arm: string
  /** Where the plan stood: alone, or on one side of a pair. */
  readonly side: 'only' | 'left' | 'right'
  /** Of this plan; null for none. */
  readonly harm: Harm | null
  /** Of the slot: the same for both plans of a pair. */
  readonly tags: readonly string[]
  /** Of the slot as well. */
  readonly hasComment: boolean
}

/** A line of `shown.csv` of an export: one text that was judged. */
export interface ShownText {
  readonly caseId: string
  /** Who wrote the plan; null for the record of the case. */
  readonly arm: string | null
  /** SHA-256 of the sheet as it was shown. */
  readonly sha256: string
}

/** `review/review.json`. */
export interface ReviewSummary {
  /** Smallest and largest score. */
  readonly scale: readonly [number, number]
  /** True when no clinician gave the ratings: everything made from them says so. */
  readonly simulated: boolean
  /** Arms that were shown, the physicians' recorded decision among them. */
  readonly arms: readonly string[]
  readonly raters: { readonly clinicians: readonly string[]; readonly judges: readonly string[] }
  readonly cases: number
  readonly lines: { readonly ratings: number; readonly preferences: number; readonly guesses: number }
  /** First and last time of any line; null when no line has one. */
  readonly firstRatedAt: string | null
  readonly lastRatedAt: string | null
  /** Of a review that Bedside served; null, or absent in an export of one, for judgements gathered elsewhere. */
  readonly served?: ServedFacts | null
}

/** What the record of a served review says of how it went; people by pseudonym. */
export interface ServedFacts {
  /** Of the plan as it was registered first, and as it stood at the unblinding. */
  readonly planHash: string
  readonly lastPlanHash: string
  /** When it entered the review's chain; the plan's own register has its own time. */
  readonly planRegisteredAt: string
  readonly amendments: readonly { readonly at: string; readonly by: string; readonly reason: string }[]
  readonly openedAt: string | null
  /** Who proposed and who confirmed. */
  readonly locked: ServedAct
  readonly unblinded: ServedAct & { readonly reason: string }
  /** Whether the files were compared with the event of their export, when they were read: on PostgreSQL there is no journal to ask. */
  readonly comparedWithChain?: boolean
  /** The event at which the export was made. */
  readonly chain: { readonly sequence: number; readonly hash: string }
  /** Every time that somebody was not blind, or said so. */
  readonly incidents: readonly {
    readonly at: string
    readonly by: string
    readonly what: 'knows the case' | 'recognised the author' | 'was told' | 'emergency'
    /** Slots that were withdrawn with it, judged or not, and how many of them had been judged. */
    readonly withdrawn: number
    readonly withdrawnJudged: number
  }[]
  /**
   * Every link that was made after the opening for somebody who had one. Whoever got it could set her password: judgements
   * from then on rest on its having reached her.
   */
  readonly invitedAgain: readonly {
    readonly at: string
    readonly by: string
    readonly personId: string
    /** Judgements that she gave or changed afterwards, having judged before; 0 when she had not. */
    readonly judgedAfter: number
  }[]
  /** What is not in the files, by reason. */
  readonly leftOut: {
    /** Slots that were withdrawn with the incidents, judged or not, and how many of them had been judged. */
    readonly withdrawn: number
    readonly withdrawnJudged: number
    readonly training: number
    readonly laterGuesses: number
    /** Without those that were withdrawn. */
    readonly notJudged: number
  }
}

/** Something that took two people. */
export interface ServedAct {
  readonly at: string
  readonly proposedBy: string
  readonly confirmedBy: string
  /** By whom each of the two was last invited, and when; `by` is null for who registered the plan. */
  readonly invited: Readonly<Record<'proposedBy' | 'confirmedBy', ServedInvitation>>
}

/** An invitation, by whom and when. */
export interface ServedInvitation {
  readonly by: string | null
  readonly at: string
}

/** Name of the recorded decision where it stands among the arms of a review. */
export const PHYSICIAN = 'physician'
