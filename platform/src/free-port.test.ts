import { expect, it } from 'vitest'
import { freePort } from './free-port.ts'

const COUNT = 500

it('gives each caller a port of its own, also before anybody listens on it', async () => {
  const ports = await Promise.all(Array.from({ length: COUNT }, freePort))
  expect(new Set(ports).size).toBe(COUNT)
})
