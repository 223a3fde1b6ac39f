/** @file The form of `mapping.yaml`, which says where in an export a specialty's fields and decisions stand. */
import { z } from 'zod'
import { isOpenBand } from './bands.ts'

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

/** A column of ids, `row` to number the rows, or several columns whose cells make the id together. */
const idColumns = z.union([column.transform(name => [name]), z.array(column).min(1, 'expected a column, got none')])

/** What a band with one end stands for: a number, in the unit of the source. */
const openBands = z.record(z.string(), z.number()).superRefine((bands, context) => {
  for (const band of Object.keys(bands)) {
    if (isOpenBand(band)) continue
    // One with the letter O for a nought would never fit a cell.
    const message = 'expected a comparison with a number, such as ">40" or "45+"; any other cell belongs under `values`'
    context.addIssue({ code: 'custom', path: [band], message })
  }
})

const bands = z.union([
  z.enum(['midpoint', 'lower', 'upper']).transform(closed => ({ closed, open: {} as z.output<typeof openBands> })),
  z.strictObject({ closed: z.enum(['midpoint', 'lower', 'upper']).default('midpoint'), open: openBands.default({}) }),
])

/** A unit, or the column that holds each row's. */
const unit = z.union([column, z.strictObject({ column })]).optional()

const field = z.strictObject({
  column,
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  missing,
  /** Cells that say that it was not examined. */
  notDone: z.array(cell).default([]),
  /** What an empty cell says; not recorded when unset. */
  empty: cell.optional(),
  /** Of a number: the unit of the source, or the column that holds each row's. */
  unit,
  /** Of a number: a person looked, and the unit is right although the numbers are unusual in it. */
  unitChecked: z.boolean().optional(),
  /** In g/mol, for conversions between mass and amount of substance. */
  molecularWeight: z.number().positive().optional(),
  /** Of a number: cells may hold bands, and how they become numbers. */
  bands: bands.optional(),
})

/** Where in a file of several parts the rows stand. */
const source = z.strictObject({
  /** Of a workbook with several sheets. */
  sheet: z.string().min(1).optional(),
  /** Of FHIR: URL of the Patient extension that refers to the partner. */
  partner: z.string().min(1).optional(),
})

const decisionCase = z.strictObject({ when: z.record(z.string(), cells), value: cell })

const decision = z
  .strictObject({
    /** One column holds the decision ... */
    column: column.optional(),
    values: z.record(z.string(), cell).optional(),
    missing,
    /** Of a numeric layer. */
    unit,
    /** ... or several tell it together: the first case that fits. */
    cases: z.array(decisionCase).min(1, 'expected at least one case, got none').optional(),
    /** What the report calls the rows that have no decision here, and so are not in the cohort. */
    excludes: z.string().trim().min(1).optional(),
  })
  .transform(({ column, values, missing, unit, cases, excludes }, context) => {
    if (column !== undefined && cases === undefined) return { column, values, missing, unit, excludes }
    if (column === undefined && cases !== undefined && values === undefined && unit === undefined) {
      return { cases, excludes }
    }
    context.addIssue('expected either `column` (with `values`) or `cases`')
    return z.NEVER
  })

/** The schema of a mapping file. */
export const mappingSchema = z.strictObject({
  source: source.default({}),
  recordId: idColumns,
  coupleId: idColumns,
  include: z.array(condition).default([]),
  fields: z.record(z.string(), field),
  /** Fields of the specialty that this source does not have: not recorded in every row. */
  notInSource: z.array(z.string()).default([]),
  /** The physicians' own reasons as free text, written when they decided; scanned for identifiers like any text. */
  reasoning: z.strictObject({ column, missing }).optional(),
  /** Left out for a source that records no decisions: it can be imported, but no study can be made of it. */
  decisions: z.record(z.string(), decision).optional(),
  /** Columns that are named like an outcome and were known before the decision, at the author's word. */
  notOutcomes: z.array(column).default([]),
  /** Decision layers of the specialty that this source does not have: a study goes on without them. */
  decisionsNotInSource: z.array(z.string()).default([]),
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
