import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeNext, signInPathOf } from './next.ts'

const SITE = 'https://tuvens.example'

/** Pieces from which addresses that confuse URL parsers are made. */
const pieces = fc.constantFrom(
  '/',
  '//',
  '\\',
  '/\\',
  '..',
  '.',
  '@',
  ':',
  '?',
  '#',
  '%2f',
  '%5c',
  '%09',
  '\t',
  '\n',
  '\r',
  ' ',
  '\0',
  '\u2028',
  'https:',
  'javascript:',
  'data:',
  'evil.example',
  'event',
  '11',
  'sign-in',
  'sign-out',
  'é',
  '\u3000',
  '\uff0f',
)
const addresses = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
  fc.string(),
  fc.webUrl(),
)

describe('the address after signing in', () => {
  it('is on this site, whatever was given', () => {
    fc.assert(
      fc.property(addresses, (given) => {
        const next = safeNext(given)
        expect(new URL(next, SITE).origin).toBe(SITE)
        expect(next).toMatch(/^\/(?![/\\])/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('contains no character that could split a header', () => {
    fc.assert(
      fc.property(addresses, (given) => {
        expect(safeNext(given)).toMatch(/^[\x21-\x7e]+$/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is never a page that signs in or out, which would lead in a circle', () => {
    fc.assert(
      fc.property(addresses, (given) => {
        expect(new URL(safeNext(given), SITE).pathname).not.toMatch(/^\/sign-(in|up|out)\b/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is exactly the page that required it, for every page of this site', () => {
    const segments = fc.array(fc.stringMatching(/^[a-z0-9-]{1,8}$/), { maxLength: 4 })
    const queries = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ maxLength: 20 }), {
      maxKeys: 3,
    })
    fc.assert(
      fc.property(segments, queries, (path, query) => {
        const url = new URL(`/event/${path.join('/')}?${new URLSearchParams(query)}`, SITE)
        const next = new URL(signInPathOf(url), SITE).searchParams.get('next')
        expect(safeNext(next)).toBe(url.pathname + url.search)
      }),
    )
  })
})
