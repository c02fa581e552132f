import { EVENT_CATEGORIES } from '@tuvens/contract'
import { JSDOM } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { drawPoster } from './draw.ts'
import { designOf, parseDesign, posterPathOf } from './design.ts'

const subject = { id: '11', title: 'Midnight Strings', category: 'MUSIC' }

describe('a drawn poster', () => {
  it('is the same for the same event, byte for byte', () => {
    expect(drawPoster(designOf(subject))).toBe(drawPoster(designOf({ ...subject })))
  })

  it('differs with title and kind', () => {
    const others = [
      { ...subject, title: 'Morning Strings' },
      { ...subject, category: 'ART' },
    ]
    for (const other of others) expect(drawPoster(designOf(other))).not.toBe(drawPoster(designOf(subject)))
  })

  it.each([...EVENT_CATEGORIES, 'SOMETHING_NEW'])('is well-formed and small for %s', (category) => {
    for (const title of ['a', 'Émile & <b>', '音楽']) {
      const svg = drawPoster(designOf({ title, category }))
      const { document } = new JSDOM(svg, { contentType: 'image/svg+xml' }).window
      expect(document.documentElement.getAttribute('viewBox')).toBe('0 0 800 800')
      expect(svg).not.toMatch(/NaN|undefined|<script|Émile/)
      expect(svg.length).toBeLessThan(40_000)
    }
  })

  it('carries its look in its address', () => {
    const address = new URL(posterPathOf(subject), 'https://tuvens.example')
    expect(address.pathname).toBe('/posters/11.svg')
    expect(parseDesign(address.searchParams.get('look'))).toEqual(designOf(subject))
  })

  it.each([
    null,
    '',
    'music',
    'music-nocolour-1',
    'music-constructor-1',
    'music-dusk-xyz',
    'music-dusk-123456789',
    '"><svg',
  ])('has no look in %j', (given) => expect(parseDesign(given)).toBeNull())
})
