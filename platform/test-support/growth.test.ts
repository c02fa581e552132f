import { describe, expect, it } from 'vitest'
import { slowTexts } from './growth.ts'

describe('the search for slow texts', () => {
  it('finds a quadratic pattern, and only the texts on which it is slow', async () => {
    const slow = await slowTexts(async (text) => text.replace(/[. ]+$/, ''))
    expect(slow).toContain('"a.…b c"')
    expect(slow).toContain('"x …x"')
    expect(slow).not.toContain('"<…x"')
  })

  it('finds none in linear work', async () => {
    expect(await slowTexts(async (text) => text.toUpperCase().split('.').join('/'))).toEqual([])
  })
})
