import type { TSchema } from 'typebox'

/** A JSON schema by its keywords. */
type Keywords = {
  anyOf?: Keywords[]
  enum?: unknown[]
  const?: unknown
  type?: string
  items?: Keywords
  properties?: Record<string, Keywords>
  required?: string[]
  patternProperties?: Record<string, Keywords>
}

/** The TypeScript type of what a schema describes; `nameOf` names the schemas that have a type of their own. */
export function printType(schema: TSchema, nameOf: (schema: object) => string | undefined): string {
  return print(schema as Keywords, nameOf)
}

/** The members of an object type. */
export function printMembers(schema: TSchema, nameOf: (schema: object) => string | undefined): string {
  const { properties = {}, required = [] } = schema as Keywords
  return Object.entries(properties)
    .map(([name, each]) => `  ${keyOf(name)}${required.includes(name) ? '' : '?'}: ${print(each, nameOf)}\n`)
    .join('')
}

function print(schema: Keywords, nameOf: (schema: object) => string | undefined): string {
  return nameOf(schema) ?? printUnnamed(schema, nameOf)
}

function printUnnamed(schema: Keywords, nameOf: (schema: object) => string | undefined): string {
  if (schema.anyOf !== undefined)
    return [...new Set(schema.anyOf.map((each) => print(each, nameOf)))].join(' | ')
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.items !== undefined) return `Array<${print(schema.items, nameOf)}>`
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0)
    return `{\n${printMembers(schema, nameOf)}}`
  const [values] = Object.values(schema.patternProperties ?? {})
  if (values !== undefined) return `Record<string, ${print(values, nameOf)}>`
  return PLAIN[schema.type ?? ''] ?? 'unknown'
}

const PLAIN: Record<string, string> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
  object: 'Record<string, unknown>',
}

const keyOf = (name: string) => (/^\w+$/.test(name) ? name : JSON.stringify(name))
