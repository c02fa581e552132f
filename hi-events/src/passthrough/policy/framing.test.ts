import { describe, expect, it } from 'vitest'
import { createFraming } from './framing.ts'

describe('the framing headers', () => {
  const framing = createFraming({
    embedOrigins: ['https://tuvens.example', 'https://venue.example'],
    framingOriginsOf: async (eventId) =>
      new Map([
        [7, []],
        [9, ['https://band.example']],
      ]).get(eventId) ?? null,
  })

  it.each([
    ['/widget/7', "'self' https://tuvens.example https://venue.example", undefined],
    ['/widget/7/', "'self' https://tuvens.example https://venue.example", undefined],
    ['/widget/9', "'self' https://tuvens.example https://venue.example https://band.example", undefined],
    ['/widget/8', "'none'", 'DENY'],
    ['/widget/7/7', "'none'", 'DENY'],
    ['/widget/7777777777777777777', "'none'", 'DENY'],
    ['/manage/event/7', "'none'", 'DENY'],
    ['/manage/widget/7', "'none'", 'DENY'],
    ['/manage/event/7/preview', "'none'", 'DENY'],
    ['/checkout/7/o_x/details', "'none'", 'DENY'],
    ['/event/7/jazz', "'none'", 'DENY'],
    ['/event/7/jazz/preview', "'self'", 'SAMEORIGIN'],
    ['/event/7/preview', "'self'", 'SAMEORIGIN'],
    ['/organizer/7/preview', "'self'", 'SAMEORIGIN'],
    ['/organizer/7/jazz/preview/', "'self'", 'SAMEORIGIN'],
    ['/organizer/preview', "'none'", 'DENY'],
    ['/organizer/7/jazz', "'none'", 'DENY'],
    ['/widget/7/../../manage', "'none'", 'DENY'],
  ])('of %s allow %s', async (path, ancestors, options) => {
    const headers = await framing(path)
    expect(headers[headers.indexOf('Content-Security-Policy') + 1]).toBe(`frame-ancestors ${ancestors}`)
    const at = headers.indexOf('X-Frame-Options')
    expect(at < 0 ? undefined : headers[at + 1]).toBe(options)
  })

  it('allow nobody while the link of an event cannot be read', async () => {
    const blind = createFraming({ embedOrigins: [], framingOriginsOf: () => Promise.reject(new TypeError()) })
    expect(await blind('/widget/7')).toContain("frame-ancestors 'none'")
  })
})
