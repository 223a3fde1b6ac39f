/** @file The form of `mapping.yaml`, which says where in an export a specialty's fields and decisions stand. */
import { z } from 'zod'

/** A cell as written in YAML: `1` and `"1"` are the same cell. */
const cell = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const cells = z.array(cell).min(1, 'expected at least one value, got none')
const column = z.string().trim().min(1, 'expected a column, got nothing')
const missing = z.array(cell).default([])

const condition = z
  .strictObject({
    column,
    /** The row is in the cohort only with one of these ... */
    values: cells.optional(),
    /** ... or only without any of these. */
    except: cells.optional(),
    /** What the report calls the rows that this condition leaves out. */
    excludes: z.string().trim().min(1),
  })
  .refine(({ values, except }) => (values === undefined) !== (except === undefined), {
    message: 'expected either `values` or `except`',
  })

const field = z.strictObject({
  column,
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  missing,
})

const decisionCase = z.strictObject({ when: z.record(z.string(), cells), value: cell })

const decision = z
  .strictObject({
    /** One column holds the decision ... */
    column: column.optional(),
    values: z.record(z.string(), cell).optional(),
    missing,
    /** ... or several tell it together: the first case that fits. */
    cases: z.array(decisionCase).min(1, 'expected at least one case, got none').optional(),
    /** What the report calls the rows that have no decision here, and so are not in the cohort. */
    excludes: z.string().trim().min(1).optional(),
  })
  .transform(({ column, values, missing, cases, excludes }, context) => {
    if (column !== undefined && cases === undefined) return { column, values, missing, excludes }
    if (column === undefined && cases !== undefined && values === undefined) return { cases, excludes }
    context.addIssue('expected either `column` (with `values`) or `cases`')
    return z.NEVER
  })

/** The schema of a mapping file. */
export const mappingSchema = z.strictObject({
  recordId: column,
  coupleId: column,
  include: z.array(condition).default([]),
  fields: z.record(z.string(), field),
  decisions: z.record(z.string(), decision),
})

/** The content of a mapping file. */
export type MappingDeclaration = z.output<typeof mappingSchema>
/** A condition that a row must meet to be in the cohort. */
export type Condition = z.output<typeof condition>
/** Where one field stands. */
export type FieldMapping = z.output<typeof field>
/** Where one layer's decision stands. */
export type DecisionMapping = z.output<typeof decision>
/** One case of a decision that several columns tell together. */
export type DecisionCase = z.output<typeof decisionCase>
