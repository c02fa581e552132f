import { expect, it } from 'vitest'
import { firstLetters } from './graphemes.ts'

it.each([
  ['a short text', 'Dinner', 160, 'Dinner'],
  ['an emoji at the cut', `${'x'.repeat(159)}🎻 tonight`, 160, `${'x'.repeat(159)}🎻`],
  ['a family of four people', '👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 1, '👨‍👩‍👧‍👦'],
  ['an accent of its own', 'e\u0301e\u0301', 1, 'e\u0301'],
  ['nothing', '', 5, ''],
])('cuts %s between letters', (_case, text, count, cut) => {
  expect(firstLetters(text, count)).toBe(cut)
})
