import { EVENT_CATEGORIES } from '@tuvens/contract'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { designOf, parseDesign, posterPathOf } from './design.ts'
import { drawPoster } from './draw.ts'
import { PALETTES, palettesOf } from './palettes.ts'
import { hashOf, randomOf } from './seed.ts'

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
const categories = fc.constantFrom(...EVENT_CATEGORIES, 'SOMETHING_NEW')

describe('a poster', () => {
  // Posters are cached for ever by their address. A change of a drawing needs a new parameter in the address.
  it.each([
    ['SOCIAL', '66dd40970601'],
    ['FOOD_DRINK', '8b7a4d1d9cc3'],
    ['CHARITY', 'c7d215b509cb'],
    ['MUSIC', 'b0f966b9ba66'],
    ['ART', '19eb714aecc6'],
    ['COMEDY', '28d18a21c4a2'],
    ['THEATER', 'f24e81652e4c'],
    ['BUSINESS', 'f4d225cd2f39'],
    ['TECH', '0e7be19b9bc0'],
    ['EDUCATION', '5729874d1552'],
    ['WORKSHOP', 'ee923e374510'],
    ['SPORTS', 'd91c1fddd432'],
    ['FESTIVAL', '1fecb38db996'],
    ['NIGHTLIFE', '4e30ce3c5238'],
    ['OTHER', '56c208899faf'],
  ])('of %s is the picture that caches already hold', (category, expected) => {
    expect(fingerprint(drawPoster(designOf({ title: 'Golden', category })))).toBe(expected)
  })

  it('drawn from its address is the poster drawn from its event', () => {
    fc.assert(
      fc.property(fc.string(), categories, (title, category) => {
        const address = new URL(posterPathOf({ id: '1', title, category }), 'https://tuvens.example')
        const design = parseDesign(address.searchParams.get('look'))
        expect(design).toEqual(designOf({ title, category }))
      }),
    )
  })

  it('contains only markup of its own for any seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        categories,
        fc.constantFrom(...palettesOf('MUSIC')),
        (seed, motif, palette) => {
          const svg = drawPoster({ motif, palette, seed })
          expect(svg).not.toMatch(/NaN|Infinity|undefined|<script|href|on\w+=/)
          const colours = new Set(svg.match(/#[0-9a-f]{3,6}\b/g))
          const known: unknown[] = [...Object.values(PALETTES[palette]), '#fff', '#fffaf0']
          for (const colour of colours) expect(known).toContain(colour)
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each(EVENT_CATEGORIES)('of %s varies with the title', (category) => {
    const titles = Array.from({ length: 8 }, (_, i) => `Event number ${i}`)
    const posters = new Set(titles.map((title) => drawPoster(designOf({ title, category }))))
    expect(posters.size).toBe(titles.length)
  })

  it('does not depend on case and surrounding space of the title', () => {
    expect(designOf({ title: ' Midnight STRINGS ', category: 'MUSIC' })).toEqual(
      designOf({ title: 'midnight strings', category: 'MUSIC' }),
    )
  })
})

describe('the seeded generator', () => {
  it('gives the same sequence for the same seed, within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (seed, low, span) => {
          const [one, two] = [randomOf(seed), randomOf(seed)]
          for (let i = 0; i < 20; i++) {
            const value = one.whole(low, low + span)
            expect(value).toBe(two.whole(low, low + span))
            expect(value).toBeGreaterThanOrEqual(low)
            expect(value).toBeLessThanOrEqual(low + span)
          }
        },
      ),
    )
  })

  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('is seeded by FNV-1a: the hash of %j is that of its reference', (given, hash) => {
    expect(hashOf(given)).toBe(hash)
  })
})
