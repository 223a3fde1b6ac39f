/** @file The settings of `records` and `split` in a study file. */
import { z } from 'zod'
import { deidentifyConfig } from './deidentify/index.ts'
import { ENCODINGS, encodingNamed } from './import/index.ts'

/** Share of the cohort's rows above which a study stops, unless it says another. */
export const QUARANTINE_LIMIT = 0.05

/** `records:` from a file. */
const importedConfig = z.strictObject({
  /** Path of the export, from the study file's folder. */
  source: z.string().min(1),
  mapping: z.string().min(1),
  encoding: z
    .preprocess(name => (typeof name === 'string' ? (encodingNamed(name) ?? name) : name), z.enum(ENCODINGS))
    .default('utf-8'),
  /** Of delimited text; by default a tab for .tsv, else a comma. */
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** Largest share of the cohort's rows that may be quarantined before the study stops. */
  quarantineLimit: z.number().min(0).max(1).default(QUARANTINE_LIMIT),
  deidentify: deidentifyConfig.prefault({}),
})

/** `records:` generated; the data belong to no patient. */
const syntheticConfig = z.strictObject({
  synthetic: z.strictObject({
    couples: z.int().min(1).max(10_000_000),
    seed: z.int().min(0),
    /** Invented clinics, each with habits of its own, which take turns. */
    clinics: z.int().min(1).max(10_000).default(1),
    /** Number of the first clinic: a study of clinics 100 to 102 has none of those that a base was trained on. */
    firstClinic: z.int().min(1).default(1),
    /** Share of records whose reasons are told in full; the others are hurried notes. */
    goldShare: z.number().min(0).max(1).default(0.7),
    /** Share of records that depart from the rules at one layer, as physicians do. */
    departureShare: z.number().min(0).max(1).default(0.035),
    /** Language of the reasons; that of the prompts when unset. */
    language: z.enum(['en', 'zh']).optional(),
  }),
})

/** `records:`, an export with its mapping, or a synthetic cohort. */
export const recordsConfig = z.union([importedConfig, syntheticConfig])

const share = z.number().positive().max(1)

/** `split.testStrata`, the shares of the test couples; left out, the test set is in proportion to the cohort. */
const testStrataConfig = z
  .strictObject({
    head: share,
    mid: share,
    tail: share,
    /** Couples with a rare situation, drawn apart from the strata; left out, they are drawn within them. */
    rare: share.optional(),
  })
  .refine(
    ({ head, mid, tail, rare = 0 }) => Math.abs(head + mid + tail + rare - 1) < 1e-9,
    'expected shares that add up to 1',
  )

/** `split:`, numbers of couples; by default 5 % of all for validation, 15 % for the test, and the rest to train. */
export const splitConfig = z.strictObject({
  train: z.int().min(1).optional(),
  validation: z.int().min(0).optional(),
  test: z.int().min(1).optional(),
  testStrata: testStrataConfig.optional(),
  /** Whether near-duplicate couples are only reported, or kept on one side as well. */
  nearDuplicates: z.enum(['report', 'sameSide']).default('report'),
})

/** The checked `records:`. */
export type RecordsConfig = z.output<typeof recordsConfig>
/** The checked `split:`. */
export type SplitConfig = z.output<typeof splitConfig>
