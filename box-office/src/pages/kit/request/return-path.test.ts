import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loginPathFor, safeReturnPath } from './return-path.ts'

const ORIGIN = 'https://tickets.example'
const OWN_PAGE = /^\/(manage|mailbox|event|checkout|ticket)(\/|$)/

describe('the page after signing in', () => {
  it.each([
    '/.//evil.example/manage',
    '/..//evil.example',
    '/manage/../..//evil.example',
    '/%2e%2e//evil.example',
  ])('is the home page instead of the disguised foreign address %j', (wanted) => {
    expect(safeReturnPath(wanted)).toBe('/manage')
  })

  it('is always one of our own pages on our own origin, whatever the query asks for', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '\\',
        '.',
        '..',
        '%2e',
        '%2f',
        '%5c',
        '@',
        ':',
        '?',
        '#',
        '\t',
        '\n',
        'https:',
      ),
      fc.constantFrom(
        'manage',
        'event/1',
        'auth/logout',
        'api',
        'evil.example',
        'javascript:',
        'checkout',
        'x',
      ),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.boolean(), (pieces, isAbsolute) => {
        const path = safeReturnPath((isAbsolute ? '/' : '') + pieces.join(''))
        const url = new URL(path, ORIGIN)
        expect(url.origin).toBe(ORIGIN)
        expect(url.pathname).toMatch(OWN_PAGE)
      }),
      { numRuns: 5000 },
    )
  })

  it('survives the way through the sign-in page', () => {
    for (const path of ['/manage/new?x=1', '/manage/event/1/orders?query=a%20b&page=2', '/manage']) {
      const query = new URL(loginPathFor(path), ORIGIN).searchParams.get('next') ?? undefined
      expect(safeReturnPath(query)).toBe(path)
    }
  })
})
