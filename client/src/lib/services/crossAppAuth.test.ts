import { describe, expect, it } from 'vitest'
import { landingFormOf, landingUrlWithReturn, startUrl } from './crossAppAuth.ts'

const LANDING = 'https://tickets.example/auth/cross-app#session_token=abc'

describe('entering the ticket system (C3)', () => {
  it('begins at the ticket origin, with nothing but the event', () => {
    expect(startUrl('https://tickets.example', '11')).toBe(
      'https://tickets.example/auth/cross-app/start?event_id=11',
    )
    expect(new URL(startUrl('https://tickets.example', '1&x=2#y')).searchParams.get('event_id')).toBe(
      '1&x=2#y',
    )
  })

  it('opens the landing with the return URL in the fragment, beside the token', () => {
    const url = new URL(landingUrlWithReturn(LANDING, { site: 'http://localhost:3000', eventId: '11' }))
    expect(url.search).toBe('')
    const fragment = new URLSearchParams(url.hash.slice(1))
    expect(fragment.get('session_token')).toBe('abc')
    expect(fragment.get('return_url')).toBe('http://localhost:3000/events/hi-events/callback?event_id=11')
  })

  it('separates the return URL from the token, whatever the id of the event', () => {
    const url = landingUrlWithReturn(LANDING, {
      site: 'https://tuvens.example',
      eventId: '1&session_token=evil#x',
    })
    const fragment = new URLSearchParams(new URL(url).hash.slice(1))
    expect(fragment.getAll('session_token')).toEqual(['abc'])
  })

  it('is a form without scripts, whose URL does not contain the token', () => {
    const url = landingUrlWithReturn(`${LANDING}&code_challenge=def`, {
      site: 'https://tuvens.example',
      eventId: '11',
    })
    expect(landingFormOf(url)).toEqual({
      action: 'https://tickets.example/auth/cross-app',
      fields: {
        session_token: 'abc',
        code_challenge: 'def',
        return_url: 'https://tuvens.example/events/hi-events/callback?event_id=11',
      },
      url,
    })
  })
})
