import { describe, expect, it } from 'vitest'
import { safeNext, signInPathOf } from './next.ts'

describe('where to go after signing in', () => {
  it.each(['/', '/event/11', '/event/11?x=1#y', '/my-events?when=past', '/events/new', '/sign-posts'])(
    'is %s as asked',
    (path) => expect(safeNext(path)).toBe(path),
  )

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/ok\\..\\evil',
    'javascript:alert(1)',
    'event/11',
    '',
    '/é',
    `/${'x'.repeat(1001)}`,
    '/sign-in?next=/sign-in',
    '/sign-out',
    null,
    undefined,
  ])('is the start page instead of %j', (given) => expect(safeNext(given)).toBe('/'))

  it('carries path and query of the page that requires it', () => {
    const address = signInPathOf(new URL('https://tuvens.example/event/11?a=b&c=d'))
    expect(new URL(address, 'https://tuvens.example').searchParams.get('next')).toBe('/event/11?a=b&c=d')
  })
})
