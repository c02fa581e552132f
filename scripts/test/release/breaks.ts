import type { Column, Schema } from './schema.ts'

/**
 * What of a newer schema breaks code that was written for an older one: anything that is gone, renamed or of another type,
 * and anything that refuses rows that the older code writes. New tables, new columns that may be left out, and weaker rules
 * break nothing.
 */
export function breaksOf(before: Schema, after: Schema): string[] {
  return [...columnBreaks(before, after), ...ruleBreaks(before, after), ...otherBreaks(before, after)]
}

function columnBreaks(before: Schema, after: Schema): string[] {
  const tables = new Set(before.columns.map(({ table }) => table))
  const gone = before.columns.flatMap((old) => {
    const now = find(after, old)
    if (now === undefined) return [`${nameOf(old)} is gone`]
    return [
      ...(now.type === old.type ? [] : [`${nameOf(old)} is ${now.type} in place of ${old.type}`]),
      ...(old.isNullable && !now.isNullable ? [`${nameOf(old)} must not be null`] : []),
      ...(old.hasDefault && !now.hasDefault && !now.isNullable ? [`${nameOf(old)} has no default`] : []),
    ]
  })
  const needed = after.columns.filter(
    (now) => tables.has(now.table) && find(before, now) === undefined && !now.isNullable && !now.hasDefault,
  )
  return [...gone, ...needed.map((now) => `${nameOf(now)} is new and has to be written`)]
}

/** A new rule about columns that the older code writes may refuse what it writes. */
function ruleBreaks(before: Schema, after: Schema): string[] {
  const known = new Set(before.rules.map(({ table, definition }) => `${table} ${definition}`))
  return after.rules
    .filter(({ table, definition }) => !known.has(`${table} ${definition}`))
    .filter(({ table, columns }) => columns.every((column) => find(before, { table, column }) !== undefined))
    .filter(({ table }) => before.columns.some((each) => each.table === table))
    .map(({ table, name, definition }) => `${table} has the new rule ${name}: ${definition}`)
}

function otherBreaks(before: Schema, after: Schema): string[] {
  const known = new Set(after.others)
  return before.others.filter((each) => !known.has(each)).map((each) => `${each} is gone`)
}

type Place = Pick<Column, 'table' | 'column'>

const nameOf = ({ table, column }: Place) => `${table}.${column}`
const find = ({ columns }: Schema, { table, column }: Place) =>
  columns.find((each) => each.table === table && each.column === column)
