import type { Schema } from './document.ts'

/** One field of a body: `venue.name`, `events[].id`. */
export type SchemaRow = { name: string; type: string; isRequired: boolean; note: string }

/** Nesting that is shown; what lies deeper stands in the document. */
const DEPTH = 4
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/** The fields of a schema, those of its objects and lists included, in the order in which they stand. */
export function rowsOf(schema: Schema, prefix = '', depth = 0): SchemaRow[] {
  if (depth > DEPTH) return []
  const variants = schema.anyOf?.filter((each) => each.type !== 'null') ?? []
  if (variants.length > 0) return variants.flatMap((each) => rowsOf(each, prefix, depth))
  if (schema.items !== undefined) return rowsOf(schema.items, `${prefix}[]`, depth)
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [
    rowOf(joined(prefix, name), each, schema.required?.includes(name) === true),
    ...rowsOf(each, joined(prefix, name), depth + 1),
  ])
}

const joined = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}.${name}`)

function rowOf(name: string, schema: Schema, isRequired: boolean): SchemaRow {
  const note = [schema.description, boundsOf(schema)].filter(Boolean).join('; ')
  return { name, type: typeOf(schema), isRequired, note }
}

/** A type in words: `string (date-time) or null`. */
export function typeOf(schema: Schema): string {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ')
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`
  const type = schema.type ?? 'any value'
  return schema.format === undefined ? type : `${type} (${schema.format})`
}

function boundsOf(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema
  const fallback = schema.default === undefined ? undefined : `${JSON.stringify(schema.default)} by default`
  const bounds = [
    rangeOf(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    rangeOf(minLength, maxLength, ' characters'),
    rangeOf(minItems, maxItems, ' entries'),
    pattern === undefined ? undefined : pattern === UUID ? 'a UUID' : `matches \`${pattern}\``,
    fallback,
  ]
  return bounds.filter((each) => each !== undefined).join('; ')
}

function rangeOf(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  if (from === undefined) return to === undefined ? undefined : `at most ${to}${unit}`
  return to === undefined ? `at least ${from}${unit}` : `${from} to ${to}${unit}`
}
