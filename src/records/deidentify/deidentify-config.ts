/** @file The settings of de-identification in a study file. */
import { z } from 'zod'

/** `records.deidentify:`; everything is on by default, and turning it off needs a reason that the report repeats. */
export const deidentifyConfig = z
  .strictObject({
    /** Path of the key, from the study file's folder but not in it; the user's own key when unset. */
    key: z.string().min(1).optional(),
    /** Columns that are left as they are, whatever their name or their cells look like. */
    keepColumns: z.array(z.string().trim().min(1)).default([]),
    /** Which of day and month stands first in dates such as 03/04/2021. */
    dateOrder: z.enum(['day-month', 'month-day']).optional(),
    /** Fields of the k-anonymity table; those that others may know of a couple when unset. */
    quasiIdentifiers: z.array(z.string().trim().min(1)).optional(),
    /** Why records are imported as they are. */
    off: z.string().trim().min(10, 'expected the reason, in at least ten characters').optional(),
  })
  .refine(
    ({ off, key, keepColumns, dateOrder }) => off === undefined || (!key && !dateOrder && keepColumns.length === 0),
    {
      message: 'expected either `off` or settings of what is done, got both',
    },
  )

/** The checked settings. */
export type DeidentifyConfig = z.output<typeof deidentifyConfig>
