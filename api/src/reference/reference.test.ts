import { API_ROUTES, type Route, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { createHttp } from '@tuvens/platform/http/http'
import { createLog } from '@tuvens/platform/log'
import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDocument } from './document.ts'
import { pathOfTag } from './page.tsx'
import { addReferenceRoutes } from './routes.ts'
import { rowsOf, typeOf } from './schema-rows.ts'

const SERVERS = { api: 'https://api.example', ticketOrigin: 'https://tickets.example' }
const { tags, operations } = readDocument(SERVERS)

let app: FastifyInstance
beforeAll(() => {
  app = createHttp({ log: createLog('api', 'silent'), publicUrl: 'http://localhost:3001' })
  addReferenceRoutes(app, SERVERS)
})
afterAll(() => app.close())

const open = (url: string, headers = {}) => app.inject({ url, headers })

describe('the reference', () => {
  it('has every operation and every webhook message, each once, in the section that links to it', async () => {
    const overview = (await open('/api/docs')).body
    for (const { name } of tags) {
      const page = (await open(pathOfTag(name))).body
      const own = operations.filter(({ tags: [tag] }) => tag === name)
      expect(own.length).toBeGreaterThan(0)
      expect(page.match(/<section class="operation" id="([^"]+)"/g)).toHaveLength(own.length)
      for (const { operationId } of own) {
        expect(page).toContain(`id="${operationId}"`)
        expect(overview).toContain(`href="${pathOfTag(name)}#${operationId}"`)
      }
    }
    const routes = Object.entries<Route>({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES })
    expect(operations.filter(({ path }) => path !== '')).toHaveLength(routes.length)
  })

  it('shows what a call takes, gives and refuses, with its example', async () => {
    const page = (await open('/api/docs/platform')).body
    const section = page.slice(page.indexOf('id="putPlatformEvent"')).split('</section>')[0] ?? ''
    for (const part of [
      'venue.country',
      'external_id',
      'idempotency-key',
      'Response 200 or 201',
      '&quot;title&quot;: &quot;Summer night&quot;',
      'IDEMPOTENCY_KEY_REUSED',
      'Credential: an API key (Bearer).',
    ])
      expect(section).toContain(part)
  })

  it('loads nothing from elsewhere: its policy allows its own style and scripts by their hashes, and no other', async () => {
    const { headers, body } = await open('/api/docs')
    const policy = String(headers['content-security-policy'])
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    const inlined = [...body.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g)]
    expect(inlined).toHaveLength(3)
    for (const [, , text = ''] of inlined)
      expect(policy).toContain(createHash('sha256').update(text).digest('base64'))
    expect(body).not.toMatch(/ style=| onclick=|<script [^>]*src/)
    const fonts = [...body.matchAll(/(?:href|url\()="?([^")]+\.woff2)/g)].map(([, url]) => url)
    expect(new Set(fonts)).toEqual(new Set(['/api/docs/figtree.woff2']))
    expect((await open('/api/docs/figtree.woff2')).headers['content-type']).toBe('font/woff2')
  })

  it('is sent compressed, the same to each reader', async () => {
    const plain = await open('/api/docs/events')
    const packed = await open('/api/docs/events', { 'accept-encoding': 'br' })
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(plain.body)
    expect(packed.rawPayload.length).toBeLessThan(plain.body.length / 4)
    expect((await open('/api/docs/events', { 'accept-encoding': 'br' })).rawPayload).toEqual(
      packed.rawPayload,
    )
  })

  it('answers an unknown section with an error in the one envelope', async () => {
    const answer = await open('/api/docs/nothing')
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'NOT_FOUND'])
  })
})

describe('the fields of a schema', () => {
  it('are those of its objects and lists, by their paths, with types and bounds in words', () => {
    const point = {
      type: 'object',
      properties: { x: { type: 'integer', minimum: 0, maximum: 9 } },
      required: ['x'],
    }
    const schema = {
      type: 'object',
      properties: { at: { anyOf: [point, { type: 'null' }] }, all: { items: point, maxItems: 3 } },
      required: ['all'],
    }
    expect(rowsOf(schema)).toEqual([
      { name: 'at', type: 'object or null', isRequired: false, note: '' },
      { name: 'at.x', type: 'integer', isRequired: true, note: '0 to 9' },
      { name: 'all', type: 'list of object', isRequired: true, note: 'at most 3 entries' },
      { name: 'all[].x', type: 'integer', isRequired: true, note: '0 to 9' },
    ])
  })

  it('of a choice are those of each variant', () => {
    const variants = [{ properties: { a: { type: 'string' } } }, { properties: { b: { enum: ['x', 'y'] } } }]
    expect(rowsOf({ anyOf: variants }).map(({ name, type }) => [name, type])).toEqual([
      ['a', 'string'],
      ['b', '"x" | "y"'],
    ])
    expect(typeOf({ type: 'string', format: 'date-time' })).toBe('string (date-time)')
  })
})
