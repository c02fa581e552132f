import { expect, it } from 'vitest'
import { durationOf } from './duration.ts'

it.each([
  [0.2, '1 second'],
  [1, '1 second'],
  [59.5, '60 seconds'],
  [90, '90 seconds'],
  [91, '2 minutes'],
  [900, '15 minutes'],
])('writes %s seconds as %s', (seconds, words) => {
  expect(durationOf(seconds)).toBe(words)
})
