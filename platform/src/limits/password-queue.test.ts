import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHttp } from '../http/http.ts'
import { createPasswordQueue } from './password-queue.ts'

const logged: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
const app = createHttp({ log, publicUrl: 'http://localhost' })
const queue = createPasswordQueue({ log, clock: { now: () => 0 } })
let endAll = () => {}
beforeAll(() => {
  const end = new Promise<void>((resolve) => (endAll = resolve))
  app.get('/hash/:client', async ({ params }) => {
    await queue.run(`10.0.0.${Object.values(params ?? {}).join('')}`, () => end)
    return ''
  })
})
afterAll(() => app.close())

it('refuses everybody in words while it is full, with one warning and no stack in the log', async () => {
  const waiting = Array.from({ length: 66 }, async (_, at) => app.inject(`/hash/${at}`))
  const refused = await Promise.all([100, 101, 102].map(async (client) => app.inject(`/hash/${client}`)))
  for (const { statusCode, headers, body } of refused) {
    expect([statusCode, headers['retry-after']]).toEqual([503, '1'])
    expect(JSON.parse(body)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  }
  expect(logged.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 40, refused: 1, msg: 'The queue for password hashes is full' }),
  ])
  expect(logged.join('')).not.toMatch(/stack|"err"/)
  endAll()
  expect((await Promise.all(waiting)).map(({ statusCode }) => statusCode)).toEqual(Array(66).fill(200))
})
