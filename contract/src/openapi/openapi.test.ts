import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from './openapi.ts'
import type { Route } from '../routes/route.ts'
import { API_ROUTES } from '../routes/api-routes.ts'
import { TICKET_ORIGIN_ROUTES } from '../routes/ticket-origin-routes.ts'

type Operation = {
  operationId: string
  security: object[]
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: object
  responses: Record<string, { description: string; content?: object; headers?: object }>
}
const document = openApiDocument('1.0.0', {
  api: 'https://api.example',
  ticketOrigin: 'https://tickets.example',
})
const operations = Object.values(document.paths).flatMap(
  (path) => Object.values(path).filter((each) => !Array.isArray(each)) as Operation[],
)
const routes = Object.entries<Route>({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES })

describe('the OpenAPI document', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    // A copy without schema objects' hidden markers, as a reader of the published file gets it.
    const published = JSON.parse(JSON.stringify(document))
    const result = await new Validator().validate(published)
    expect(result.errors ?? []).toEqual([])
    expect([result.valid, published.openapi]).toEqual([true, '3.1.0'])
  })

  it('holds every route of the tables, each under its own name', () => {
    expect(operations.map((each) => each.operationId).sort()).toEqual(routes.map(([name]) => name).sort())
  })

  it.each(routes)('describes the input, the output and the errors of %s', (name, route) => {
    const operation = operations.find((each) => each.operationId === name)
    expect(operation?.requestBody !== undefined).toBe(route.body !== undefined || route.takes !== undefined)
    expect(operation?.responses[route.success.status]).toBeDefined()
    for (const code of route.errors) {
      const described = Object.values(operation?.responses ?? {}).map((each) => each.description)
      expect(described.join(' · ')).toContain(code)
    }
    expect(operation?.security.length === 0).toBe(route.auth === 'none')
  })

  it('names the headers a call may carry and the response headers of its limit', () => {
    const validate = operations.find((each) => each.operationId === 'validateSession')
    expect(validate?.parameters).toMatchObject([{ name: 'x-idempotency-key', in: 'header', required: false }])
    expect(Object.keys(validate?.responses['200']?.headers ?? {})).toContain('RateLimit-Policy')
  })

  it('names the header of a success that tells more than its body', () => {
    const webhook = operations.find((each) => each.operationId === 'statusWebhook')
    expect(Object.keys(webhook?.responses['200']?.headers ?? {})).toContain('x-tuvens-newest-sent-at')
  })

  it('shows where one of several credentials will do', () => {
    const revoke = operations.find((each) => each.operationId === 'revokeSession')
    expect(revoke?.security).toEqual([{ user: [] }, { signed: [] }, { plain: [] }])
  })
})
