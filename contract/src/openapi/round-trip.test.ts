import fc from 'fast-check'
import { type TSchema, Type } from 'typebox'
import { Check } from 'typebox/schema'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { Route } from '../routes/route.ts'
import { API_ROUTES } from '../routes/api-routes.ts'
import { TICKET_ORIGIN_ROUTES } from '../routes/ticket-origin-routes.ts'
import { openApiDocument } from './openapi.ts'

const SERVERS = { api: 'https://api.example', ticketOrigin: 'https://tickets.example' }

/** Values that a JSON schema describes, made from the schema's keywords alone and not from the code that checks them. */
function valuesOf(schema: TSchema): fc.Arbitrary<unknown> {
  if (Type.IsUnion(schema)) return fc.oneof(...schema.anyOf.map(valuesOf))
  if (Type.IsEnum(schema)) return fc.constantFrom(...schema.enum)
  if (Type.IsLiteral(schema)) return fc.constant(schema.const)
  if (Type.IsNull(schema)) return fc.constant(null)
  if (Type.IsBoolean(schema)) return fc.boolean()
  if (Type.IsInteger(schema)) return fc.maxSafeInteger().map((value) => inRange(value, schema))
  if (Type.IsNumber(schema)) return numbersOf(schema)
  if (Type.IsString(schema)) return textsOf(schema)
  if (Type.IsUnknown(schema)) return fc.jsonValue()
  if (Type.IsArray(schema)) return arraysOf(schema, valuesOf(schema.items))
  if (Type.IsRecord(schema)) return dictionariesOf(schema.patternProperties)
  if (Type.IsObject(schema)) return objectsOf(schema.properties, schema.required ?? [])
  throw new Error(`This test makes no values of ${JSON.stringify(schema)}`)
}

function arraysOf(schema: object, items: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  const size = { minLength: numberIn(schema, 'minItems', 0), maxLength: 5 }
  const isUnique = Reflect.get(schema, 'uniqueItems') === true
  return isUnique ? fc.uniqueArray(items, size) : fc.array(items, size)
}

/** A keyword of a schema that holds a number. */
function numberIn(schema: object, keyword: string, fallback: number): number {
  const value: unknown = Reflect.get(schema, keyword)
  return typeof value === 'number' ? value : fallback
}

function inRange(value: number, schema: object): number {
  const from = numberIn(schema, 'minimum', -Infinity)
  const to = numberIn(schema, 'maximum', Infinity)
  return value >= from && value <= to ? value : from + (Math.abs(value) % (to - from + 1))
}

function numbersOf(schema: object): fc.Arbitrary<number> {
  const range = { min: numberIn(schema, 'minimum', -1e9), max: numberIn(schema, 'maximum', 1e9) }
  // JSON has no negative zero.
  return fc.double({ ...range, noNaN: true }).map((value) => value + 0)
}

function dictionariesOf(patternProperties: Record<string, TSchema>) {
  const values = Object.values(patternProperties).map(valuesOf)
  return fc.dictionary(fc.string(), fc.oneof(...values), { noNullPrototype: true })
}

function textsOf(schema: object): fc.Arbitrary<string> {
  const format: unknown = Reflect.get(schema, 'format')
  const pattern: unknown = Reflect.get(schema, 'pattern')
  const minLength = numberIn(schema, 'minLength', 0)
  const maxLength = numberIn(schema, 'maxLength', 200)
  if (format === 'uri') return fc.webUrl()
  if (format === 'email') return fc.emailAddress().filter((email) => email.length <= maxLength)
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }).map(instantOf)
  if (typeof pattern !== 'string') return fc.string({ minLength, maxLength: Math.min(maxLength, 200) })
  return fc
    .stringMatching(new RegExp(pattern))
    .filter((text) => text.length >= minLength && text.length <= maxLength)
}

const instantOf = (date: Date) => date.toISOString()

function objectsOf(properties: Record<string, TSchema>, required: readonly string[]) {
  const model = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, valuesOf(each)]))
  return fc.record(model, { requiredKeys: [...required], noNullPrototype: true })
}

const routes = Object.entries<Route>({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES })
const messages = routes.flatMap(([name, { params, query, body, success }]) =>
  Object.entries({ params, query, body, response: success.body }).flatMap(([part, schema]) =>
    schema !== undefined && Type.IsObject(schema) ? [{ name, part, schema }] : [],
  ),
)
const asPublished = (schema: object): object => JSON.parse(JSON.stringify(schema))

describe.each(messages)('the $part of $name', ({ schema }) => {
  const published = asPublished(schema)
  const isPartial = numberIn(schema, 'minProperties', 0) > 0
  const values = objectsOf(schema.properties, schema.required ?? []).filter(
    (value) => !isPartial || Object.keys(value).length > 0,
  )

  it('survives its way over the wire and fits the published schema as well as ours', () => {
    fc.assert(
      fc.property(values, (value) => {
        const received: unknown = JSON.parse(JSON.stringify(value))
        expect([...Value.Errors(schema, received)]).toEqual([])
        expect(Check(published, received)).toBe(true)
        // JSON has no negative zero.
        expect(JSON.stringify(received)).toBe(JSON.stringify(value))
      }),
      { numRuns: 25 },
    )
  })

  it('is refused by both schemas when a required field is missing or any field is of another type', () => {
    fc.assert(
      fc.property(values, (value) => {
        const damaged = [
          ...(schema.required ?? []).map((name) => ({ name, value: omit(value, name) })),
          ...Object.keys(value).map((name) => ({ name, value: { ...value, [name]: [[]] } })),
        ]
        for (const each of damaged) {
          expect(Value.Check(schema, each.value), each.name).toBe(false)
          expect(Check(published, each.value), each.name).toBe(false)
        }
      }),
      { numRuns: 10 },
    )
  })
})

function omit(value: object, name: string): object {
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name))
}

describe('the published document', () => {
  const document = JSON.stringify(openApiDocument('1.0.0', SERVERS))

  it('points only at parts that it holds', () => {
    const references = [...document.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'))
    expect(references.length).toBeGreaterThan(0)
    for (const path of references)
      expect(Value.Pointer.Get(JSON.parse(document), `/${path.join('/')}`)).toBeDefined()
  })

  it('is the same every time, so that a difference is a change of the contract', () => {
    expect(JSON.stringify(openApiDocument('1.0.0', SERVERS))).toBe(document)
  })

  it('shows no pattern of the server', () => {
    expect(Object.keys(openApiDocument('1.0.0', SERVERS).paths).filter((path) => path.includes(':'))).toEqual(
      [],
    )
  })
})
