/** @file What a program can find wrong with an infertility plan. */
import type { PlanCheck } from '../../specialty.ts'

/** Every check, by number. */
export const planChecks: readonly PlanCheck[] = []
