import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CREDENTIALS_KEY } from '../../test-support/harness.ts'
import { startTicketStand, type TicketStand } from '../../test-support/ticket-stand.ts'
import { createVault } from '../mapping/vault.ts'
import { openUpstreamToken, resealTokens, sealUpstreamToken } from './seal.ts'
import { endTicketSessions, insertTicketSession } from './store.ts'

const NEW = 'a-new-credentials-key-of-the-tests'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand()
})
afterAll(() => test.stop())

const db = () => test.harness.database.db
const idOf = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
const insert = (id: string, upstreamToken: Buffer) =>
  insertTicketSession(
    db(),
    { tokenHash: randomBytes(32), id, upstreamToken, upstreamExpiresAt: null, person: null },
    { maxSeconds: 9_000, replacedHash: null },
  )
const stored = async (id: string) => {
  const [row] = await db()<{ token: Buffer | null }[]>`
    select upstream_token as token from ticket_sessions where id = ${id}`
  return row?.token ?? null
}

describe('the tokens of open ticket sessions, when a new key is put in front', () => {
  it('open with the new key alone; what no key opens and what has ended stays as it is', async () => {
    const [open, foreign, ended] = [idOf(1), idOf(2), idOf(3)]
    const old = createVault([CREDENTIALS_KEY])
    await insert(open, sealUpstreamToken(old, open, 'the token'))
    const lost = sealUpstreamToken(createVault(['a-key-that-was-lost-before']), foreign, 'another')
    await insert(foreign, lost)
    await insert(ended, sealUpstreamToken(old, ended, 'of an ended session'))
    await endTicketSessions(db(), [ended], 'withdrawn')

    await resealTokens({ db: db(), vault: createVault([NEW, CREDENTIALS_KEY]) })

    const token = await stored(open)
    expect(token && openUpstreamToken(createVault([NEW]), open, token)).toBe('the token')
    expect((await stored(foreign))?.equals(lost)).toBe(true)
    expect(await stored(ended)).toBeNull()
  })

  it('are not taken back when they were renewed meanwhile', async () => {
    const id = idOf(4)
    await insert(id, sealUpstreamToken(createVault([CREDENTIALS_KEY]), id, 'before'))
    const vault = createVault([NEW, CREDENTIALS_KEY])
    const renewed = sealUpstreamToken(vault, id, 'renewed')
    const seal = (text: string, purpose: string) => {
      void db()`update ticket_sessions set upstream_token = ${renewed} where id = ${id}`.execute()
      return vault.seal(text, purpose)
    }
    await resealTokens({ db: db(), vault: { ...vault, seal } })
    expect((await stored(id))?.equals(renewed)).toBe(true)
  })
})
