import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTicket, createEventFixture, type EventFixture } from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'

let office: TestOffice
let show: EventFixture
beforeAll(async () => {
  office = await startOffice()
  show = await createEventFixture(office, { title: 'Blue Note at Dusk' })
  await addTicket(show)
})
afterAll(() => office.close())

const get = (url: string, coding = 'br', method: 'GET' | 'POST' = 'GET') =>
  office.app.inject({
    method,
    url,
    headers: {
      host: 'localhost:3002',
      origin: 'http://localhost:3002',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      'accept-encoding': coding,
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
  })

describe('a page', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('is compressed with %s', async (coding, open) => {
    const { headers, rawPayload } = await get(show.shop, coding)
    expect(headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding' })
    expect(open(rawPayload).toString()).toContain('Blue Note at Dusk')
  })

  it('is plain for those who take nothing else', async () => {
    const { headers, body } = await get(show.shop, 'identity')
    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers['vary']).toBe('accept-encoding')
    expect(body).toContain('Blue Note at Dusk')
  })

  it('that may repeat what its request says is not compressed', async () => {
    for (const [url, method] of [
      [`${show.shop}?promo_code=guess`, 'GET'],
      [show.shop, 'POST'],
    ] as const)
      expect((await get(url, 'br', method)).headers).not.toHaveProperty('content-encoding')
  })
})

it('styles and script are compressed and the font is not', async () => {
  const { body } = await get(show.shop, 'identity')
  const found = [...body.matchAll(/(?:href|src)="(\/box-office\/[^"]+)"/g)].map((match) => match[1] ?? '')
  for (const path of new Set(found)) {
    const { headers } = await get(path)
    const isFont = path.endsWith('.woff2')
    expect([path, headers['content-encoding']]).toEqual([path, isFont ? undefined : 'br'])
    expect(headers['cache-control']).toContain('immutable')
  }
  expect(new Set(found).size).toBe(3)
})
