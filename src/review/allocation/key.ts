/** @file The key of an allocation: which slot shows which arm. For lock, unblinding and export; nothing else may import it. */

/** Whose plans a slot shows. */
export type SlotKey = {
  readonly slotId: string
  /** The slot that this one repeats, of the rater for whom it was made; null when it is none. */
  readonly repeatOf: string | null
} & (
  | { readonly kind: 'rating'; readonly arm: string }
  | { readonly kind: 'pair'; readonly left: string; readonly right: string }
)

/** Whose text a reference names. */
export interface TextKey {
  readonly text: string
  readonly caseId: string
  readonly arm: string
}

/** What turns slots back into arms. After an addition: the entries of what was added. */
export interface AllocationKey {
  readonly slots: readonly SlotKey[]
  readonly texts: readonly TextKey[]
}
