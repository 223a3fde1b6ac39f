/** @file Which of the columns that may hold names did: those in which most cells looked like one. */
import type { ColumnPlan } from './column-plan.ts'

/** Takes the rows of a source. */
export interface NameColumns {
  add(cells: readonly string[]): void
  /** The plan, in which a column whose cells were mostly names is a dropped one. */
  settled(): readonly ColumnPlan[]
}

/** Watches the columns of a plan whose action is `names`; a column without any cell stays what it is. */
export function nameColumns(plan: readonly ColumnPlan[], isName: (cell: string) => boolean): NameColumns {
  const watched = plan.flatMap(({ action }, index) => (action === 'names' ? [{ index, filled: 0, names: 0 }] : []))
  return {
    add(cells) {
      for (const watch of watched) {
        const cell = cells[watch.index] ?? ''
        if (cell.trim() === '') continue
        watch.filled++
        if (isName(cell)) watch.names++
      }
    },
    settled: () =>
      plan.map((column, index) => {
        const { filled, names } = watched.find(watch => watch.index === index) ?? { filled: 0, names: 0 }
        return names * 2 > filled ? { ...column, action: 'drop', kind: 'name' } : column
      }),
  }
}
