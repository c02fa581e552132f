import { Check } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { API_ROUTES } from '../routes/api-routes.ts'
import type { Route } from '../routes/route.ts'
import { TICKET_ORIGIN_ROUTES } from '../routes/ticket-origin-routes.ts'
import { WEBHOOK_EVENT_TYPE_NAMES, webhookBodySchema } from '../webhook-endpoints/event-types.ts'
import { EXAMPLES } from './examples.ts'
import { openApiDocument } from './openapi.ts'

const routes = Object.entries<Route>({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES })
const text = JSON.stringify(EXAMPLES)

/** `npm run examples` records them. */
describe('the recorded example', () => {
  it.each(routes)(
    'of %s has the bodies that the route has, and they fit its schemas',
    (name, { body, success }) => {
      const example = EXAMPLES[name]
      if (body !== undefined) expect(Check(body, example?.request)).toBe(true)
      if (success.body !== undefined) expect(Check(success.body, example?.response)).toBe(true)
      if (success.type === 'text/event-stream') expect(example?.response).toContain('\ndata: {"type":')
    },
  )

  it.each(WEBHOOK_EVENT_TYPE_NAMES)('of the webhook message %s fits its schema', (type) => {
    expect(Check(webhookBodySchema(type), EXAMPLES[`webhook.${type}`]?.request)).toBe(true)
  })

  it('belongs to an operation or a webhook message that exists', () => {
    const known = [
      ...routes.map(([name]) => name),
      ...WEBHOOK_EVENT_TYPE_NAMES.map((type) => `webhook.${type}`),
    ]
    expect(Object.keys(EXAMPLES).filter((name) => !known.includes(name))).toEqual([])
  })

  it('holds no secret: what has the form of one says that it is none', () => {
    const secrets = [
      ...text.matchAll(
        /eyJ[\w-]+\.[\w-]+\.[\w-]+|tvk_live_\w{49}|(?<![\w-])[\w-]{43}(?![\w-])|whsec_[\w+/=]+/g,
      ),
    ]
    expect(secrets.length).toBeGreaterThan(10)
    const shown = new Set(secrets.map(([secret]) => secret))
    expect([...shown].filter((each) => !/NOT-?A-?REAL|^whsec_Tk9UIEEgUkVBTCBT/.test(each))).toEqual([])
    expect(
      [...text.matchAll(/"(?:new_)?password":"([^"]+)"/g)].filter(
        ([, value]) => !value?.startsWith('not a real'),
      ),
    ).toEqual([])
  })

  it('names no address of the machine that recorded it', () => {
    expect(text).not.toMatch(/https?:\/\/(localhost|127\.0\.0\.1)|tuvens\.test/)
  })

  it('stands in the document, beside what the operation does', () => {
    const { put } = openApiDocument('1.0.0', {
      api: 'https://api.example',
      ticketOrigin: 'https://tickets.example',
    }).paths['/api/platform/events/{external_id}'] as Record<string, Record<string, unknown>>
    expect(put).toMatchObject({
      description: expect.stringContaining('Scope: `events:write`.'),
      requestBody: {
        content: { 'application/json': { examples: { recorded: { value: { title: 'Summer night' } } } } },
      },
      responses: {
        201: {
          content: {
            'application/json': { examples: { recorded: { value: { external_id: 'summer-night' } } } },
          },
        },
      },
    })
  })
})
