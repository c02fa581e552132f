import { describe, expect, it } from 'vitest'
import { readEnv } from '../config.ts'
import { readBudgets } from './budgets.ts'

const TABLE = {
  order: { env: 'LIMIT_ORDERS', client: { points: 10, seconds: 60 }, all: { points: 1000, seconds: 60 } },
  mail: {
    env: 'LIMIT_MAILS',
    client: { points: 4, seconds: 60 },
    all: { points: 100, seconds: 60 },
    person: { points: 20, seconds: 60 },
    target: { points: 2, seconds: 3600 },
  },
}
const read = (env: Record<string, string>) => readEnv(env, (fields) => readBudgets(fields, TABLE))

describe('the budgets of a table', () => {
  it('are those of the table without settings', () => {
    const { env: _, ...mail } = TABLE.mail
    expect(read({})).toMatchObject({ mail, order: { client: { points: 10 } } })
  })

  it('keep their proportion to the setting of one client', () => {
    expect(read({ LIMIT_MAILS: '8' }).mail).toEqual({
      client: { points: 8, seconds: 60 },
      all: { points: 200, seconds: 60 },
      person: { points: 40, seconds: 60 },
      target: { points: 4, seconds: 3600 },
    })
    expect(read({ LIMIT_MAILS: '1' }).mail.target).toEqual({ points: 1, seconds: 3600 })
  })

  it('must be whole numbers', () => {
    expect(() => read({ LIMIT_ORDERS: 'many' })).toThrow(/LIMIT_ORDERS/)
  })
})
