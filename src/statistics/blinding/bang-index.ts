/** @file Bang's blinding index of one arm. */
import type { NotEstimable } from '../estimate.ts'
import type { ArmGuesses } from './guess-matrix.ts'
import { type BlindingIndex, multinomialIndex } from './k-class-index.ts'

/**
 * (correct - wrong) / n with do-not-know in n (Bang, Ni & Davis 2004, Control Clin Trials 25:143): 0 is random
 * guessing, 1 unblinded, -1 opposite guessing; equals R BI::BI(x)$BangBI, but for limits kept within -1 to 1. The
 * variance (p_c + p_w - (p_c - p_w)^2) / n takes guesses as independent; where they cluster by case or rater take
 * kClassIndexOf(guesses, 2) into clusterBootstrap. Nobody asked is not estimable; all answers alike have standard error
 * 0, said in the method. Throws RangeError on a count that is negative or not whole.
 */
export function bangIndex(guesses: ArmGuesses, level = 0.95): BlindingIndex | NotEstimable {
  return multinomialIndex(guesses, 2, level, 'Bang blinding index, multinomial')
}
