import { describe, expect, it } from 'vitest'
import { nameInMail } from './name-in-mail.ts'

describe('a name in a mail', () => {
  it.each([
    'Ada Lovelace',
    'Jean-Luc O’Neill',
    "D'Angelo Jr.",
    'Zoë Łukasiewicz',
    '王小明',
    'محمد علي',
    'नरेन्द्र',
    'J. R. R. Tolkien',
  ])('stays %s', (name) => {
    expect(nameInMail(name)).toBe(name)
  })

  it.each([
    ['https://evil.example/win', 'https evil. example win'],
    ['www.evil.example', 'www. evil. example'],
    ['evil。example', 'evil example'],
    ['you@evil.example', 'you evil. example'],
    ['<a href=x>win</a>', 'a href x win a'],
    ['Call 0800 123456', 'Call'],
    ['Ada\u202egro.live', 'Ada gro. live'],
    ['Ada\r\nBcc: x', 'Ada Bcc x'],
    ['J.R.R. Tolkien', 'J. R. R. Tolkien'],
  ])('%s becomes %s', (name, shown) => {
    expect(nameInMail(name)).toBe(shown)
  })

  it('is cut', () => {
    expect(nameInMail('x'.repeat(100))).toHaveLength(60)
    expect(nameInMail('𝒳'.repeat(100))).toBe('𝒳'.repeat(60))
  })

  it('takes linear time', () => {
    expect(nameInMail('.'.repeat(200_000)).length).toBeLessThanOrEqual(60)
    expect(nameInMail(' '.repeat(200_000))).toBe('')
  })
})
