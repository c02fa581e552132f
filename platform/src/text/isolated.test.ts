import { expect, it } from 'vitest'
import { isolated } from './isolated.ts'

it.each(['שלום', 'مرحبا', 'Jazz עם שלום', '𞤀𞤣𞤤𞤢𞤥'])('isolates %s from the sentence around it', (text) => {
  expect(isolated(text)).toBe(`\u2068${text}\u2069`)
})

it.each(['', 'Jazz', 'Zoë 🎫', '東京', '12:30'])('leaves %s as it is', (text) => {
  expect(isolated(text)).toBe(text)
})
