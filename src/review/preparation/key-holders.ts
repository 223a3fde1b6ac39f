/** @file What of the preparation needs the key: making the allocation. Nothing that serves a browser imports it. */
export {
  allocateReview,
  asDesigned,
  designRequest,
  type EarlierSlot,
  type ReviewAllocationRequest,
} from './allocate-review.ts'
