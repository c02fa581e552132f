import { describe, expect, it } from 'vitest'
import { FAVICON, icon, MARK, svgParts } from './icons.ts'

describe('icons', () => {
  it('taken apart and put together again are what they were', () => {
    for (const markup of [MARK, icon('ticket'), icon('check', 40)]) {
      const { attributes, inner } = svgParts(markup)
      const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
      expect(`<svg ${written.join(' ')}>${inner}</svg>`).toBe(markup)
    }
  })

  it('have the requested size, and are hidden from screen readers', () => {
    expect(svgParts(icon('check', 40)).attributes).toMatchObject({
      width: '40',
      height: '40',
      'aria-hidden': 'true',
    })
  })

  it('give a page its own, which needs no colour of the page around it', () => {
    const svg = decodeURIComponent(FAVICON.slice('data:image/svg+xml,'.length))
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg).not.toMatch(/currentColor|var\(/)
  })
})
