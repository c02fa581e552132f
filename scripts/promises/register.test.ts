import { join } from 'node:path'
import { expect, it } from 'vitest'
import { disagreementsOf, readRegister } from './register.ts'

const ROOT = join(import.meta.dirname, '..', '..')

it('each registered promise names a line that occurs once and a test that exists', () => {
  expect(disagreementsOf(ROOT, readRegister(ROOT))).toEqual([])
})

it('the register has at least sixty promises', () => {
  expect(readRegister(ROOT).length).toBeGreaterThanOrEqual(60)
})
