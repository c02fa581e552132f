import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'
import { wantsJson } from './guard.ts'
import type { ConsolePage } from './page.tsx'
import { sendPage } from './send-page.ts'

export type ConsoleCall<Q> = { query: Q; operator: string; request: FastifyRequest }

/** A page of the console. The same address gives its data as JSON to a program. */
type PageRoute<S extends TObject, R> = {
  path: string
  query: S
  read: (call: ConsoleCall<Static<S>>) => Promise<R>
  page: (result: R, call: ConsoleCall<Static<S>>) => ConsolePage
}

export function addPage<S extends TObject, R extends object>(
  app: FastifyInstance,
  { path, query: schema, read, page }: PageRoute<S, R>,
): void {
  app.get(path, async (request, reply) => {
    const query = readFields(schema, { ...fieldsOf(request.query), ...fieldsOf(request.params) })
    const call = { query, operator: request.operator, request }
    const result = await read(call)
    if (wantsJson(request)) return reply.header('cache-control', 'no-store').send(result)
    return sendPage({ request, reply }, page(result, call))
  })
}

/** Something that an operator does. A browser is led on to a page that tells the result, a program gets it as JSON. */
type ActRoute<S extends TObject, R> = {
  path: string
  body: S
  act: (call: { body: Static<S>; operator: string; request: FastifyRequest }) => Promise<R>
  /** Path and query of the page that tells the result. */
  next: (result: R, body: Static<S>) => string
}

export function addAct<S extends TObject, R extends object>(
  app: FastifyInstance,
  { path, body: schema, act, next }: ActRoute<S, R>,
): void {
  app.post(path, async (request, reply) => {
    const body = readFields(schema, request.body)
    const result = await act({ body, operator: request.operator, request })
    reply.header('cache-control', 'no-store')
    return wantsJson(request) ? reply.send(result) : reply.redirect(next(result, body), 303)
  })
}

/**
 * The fields of a query or a form. An empty field of a form is one that was not filled in.
 *
 * @throws ServiceError VALIDATION_ERROR, which never repeats a value
 */
export function readFields<S extends TObject>(schema: S, given: unknown): Static<S> {
  const fields = Object.fromEntries(Object.entries(fieldsOf(given)).filter(([, value]) => value !== ''))
  if (Value.Check(schema, fields) && !Object.values(fields).some(hasNul)) return fields
  const known = Object.keys(schema.properties)
  const isWrong = (name: string) =>
    !known.includes(name) || hasNul(fields[name]) || !Value.Check(schema.properties[name] ?? {}, fields[name])
  const details = Object.keys(fields)
    .filter(isWrong)
    .map((name) => ({
      field: name.slice(0, 100),
      message: `${name.slice(0, 100)} is not written as it has to be`,
    }))
  throw new ServiceError('VALIDATION_ERROR', { details })
}

/** PostgreSQL stores no text with NUL. */
function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\0')
}

function fieldsOf(source: unknown): Record<string, unknown> {
  return typeof source === 'object' && source !== null ? { ...source } : {}
}
