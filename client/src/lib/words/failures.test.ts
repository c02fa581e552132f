import { ERROR_CODES, EVENT_CATEGORIES } from '@tuvens/contract'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { categoryName } from '$lib/format/category.ts'
import { ENGLISH } from '$lib/server/english.ts'
import { palettesOf, PALETTES } from '$lib/posters/palettes.ts'
import { failureText } from './failures.ts'

describe('words for what failed', () => {
  it.each(ERROR_CODES)('%s has a text with what to do next', (code) => {
    const { title, message } = failureText(code)
    for (const words of [title, message])
      expect(words).not.toMatch(/\b(?!API\b)[A-Z]{3,}|_|\b[45]\d\d\b|[Oo]ops/)
    expect(title).not.toMatch(/\.$/)
    expect(message).toMatch(/\.$/)
  })
})

describe('what goes by kind of event', () => {
  it.each(EVENT_CATEGORIES)('%s has a name and colours', (category) => {
    expect(categoryName(category, ENGLISH)).not.toBe(category)
    expect(palettesOf(category).length).toBeGreaterThan(2)
  })

  it('tints a page in every colour a poster can have', () => {
    const sheet = readFileSync(join(import.meta.dirname, '../components/page/wash.css'), 'utf8')
    for (const name of Object.keys(PALETTES))
      expect(sheet).toMatch(new RegExp(`\\[data-palette=['"]${name}['"]\\]`))
  })
})
