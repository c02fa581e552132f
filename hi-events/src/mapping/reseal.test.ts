import { createDb } from '@tuvens/platform/db/db'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { CREDENTIALS_KEY, type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { openCredential, openWebhookSecret } from './account.ts'
import { createPasswordLogin } from './login-by-password.ts'
import { reseal } from './reseal.ts'
import { findAccount } from './store.ts'
import { createVault } from './vault.ts'

const NEW = 'a-new-credentials-key-of-the-tests'

let test: Harness
let account = 300
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(async () => {
  account++
  const person = { account_id: account, email: `person-${account}@tuvens.test` }
  await new Visitor(test).land({
    session_token: test.api.issueToken({ ...person, event: eventOf(String(account)) }),
  })
})

const kept = async () => {
  const found = await findAccount(test.database.db, account)
  if (found === undefined) throw new TypeError(`There is no account ${account}`)
  return found
}
const rotated = () => ({ ...test.context, vault: createVault([NEW, CREDENTIALS_KEY]) })

describe('a key that is rotated', () => {
  it('opens with the new key alone what the old one sealed, once the new one was put in front', async () => {
    const before = await kept()
    const password = openCredential(test.context.vault, before)
    await reseal(rotated())
    const after = await kept()
    const alone = createVault([NEW])
    expect(openCredential(alone, after)).toBe(password)
    expect(openWebhookSecret(alone, after)).toBe(test.hiEvents.world.webhooks.at(-1)?.secret)
    expect(after.tenantKey).toBe(before.tenantKey)
  })

  it('seals nothing a second time', async () => {
    await reseal(rotated())
    const before = await kept()
    await reseal(rotated())
    expect(await kept()).toEqual(before)
  })

  it('leaves alone what no key opens, and reseals the rest', async () => {
    const id = createVault(['lost-key-of-the-tests']).seal('x', `account ${account} credential`)
    await test.database.db`update accounts set credential = ${id} where tuvens_account_id = ${account}`
    await reseal(rotated())
    const after = await kept()
    expect(after.credential?.equals(id)).toBe(true)
    expect(openWebhookSecret(createVault([NEW]), after)).toEqual(expect.any(String))
  })

  it('takes no password back that was changed meanwhile', async () => {
    // On one connection the change, which is sent first, is also done first.
    const db = createDb(test.database.url, { max: 1 })
    const changed = createVault([NEW]).seal('changed', `account ${account} credential`)
    const slow = { ...rotated(), db }
    const vault = slow.vault
    slow.vault = {
      ...vault,
      seal: (text, purpose) => {
        void db`update accounts set credential = ${changed} where tuvens_account_id = ${account}`.execute()
        return vault.seal(text, purpose)
      },
    }
    await reseal(slow)
    await db.end()
    expect((await kept()).credential?.equals(changed)).toBe(true)
  })

  it('keeps logins and webhooks working over the whole rotation', async () => {
    const event = test.hiEvents.world.events.at(-1)
    if (event === undefined) throw new TypeError('There is no event')
    await reseal(rotated())
    const node = startNodeWith(`${NEW},${CREDENTIALS_KEY}`)
    expect(await node.signIn()).toEqual(expect.any(String))
    const alone = startNodeWith(NEW)
    expect(await alone.signIn()).toEqual(expect.any(String))
  })

  /** Signs in as a ticket origin with these keys would. */
  function startNodeWith(keys: string) {
    const vault = createVault(keys.split(',') as [string, ...string[]])
    const login = createPasswordLogin({ ...test.context, vault })
    return { signIn: async () => login.signIn((await kept()) as never) }
  }
})
