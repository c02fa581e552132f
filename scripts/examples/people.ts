import { TOTP } from 'otpauth'
import { TestAuthenticator } from '../../api/test-support/authenticator.ts'
import type { ServiceWorld } from '../../e2e/nothing-lost/world.ts'
import type { Send } from './caller.ts'

const PASSWORD = 'correct horse battery'

export type Person = { id: string; token: string; refresh: string; email: string; accountId: number }

/** Somebody who signed up and confirmed the e-mail. */
export async function signUp(world: ServiceWorld, send: Send, name: string): Promise<Person> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`
  const body = { name, email, password: PASSWORD, account_name: `${name} Events` }
  const pair = await send('POST /api/auth/register', { body })
  const token = pair.access_token
  await send('POST /api/auth/me/verify-email/resend', { as: token, body: { next: '/create' } })
  const mailed = await world.api.mailedSecret(email, 'onfirm')
  await send('POST /api/auth/verify-email', { body: { token: mailed, password: PASSWORD } })
  const me = await send('GET /api/auth/me', { as: token })
  return { id: pair.user.id, token, refresh: pair.refresh_token, email, accountId: me.accounts[0].account_id }
}

/** Everything that people do with their own accounts. */
export async function recordPeople(world: ServiceWorld, send: Send): Promise<void> {
  await recordSignIns(world, send)
  await recordPasswords(world, send)
  await recordSecondFactor(world, send)
  await recordPasskeys(world, send)
}

async function recordSignIns(world: ServiceWorld, send: Send): Promise<void> {
  const ken = await signUp(world, send, 'Ken Thompson')
  const again = await send('POST /api/auth/login', { body: { email: ken.email, password: PASSWORD } })
  const pair = await send('POST /api/auth/refresh', { body: { refresh_token: again.refresh_token } })
  await send('GET /.well-known/jwks.json')
  await send(`GET /api/mailbox?address=${ken.email}`)
  await send('GET /api/auth/me/sign-in-methods', { as: ken.token })
  const { sign_ins } = await send('GET /api/auth/me/sign-ins', { as: ken.token })
  const other = sign_ins.find((each: { is_current: boolean }) => !each.is_current)
  await send(`DELETE /api/auth/me/sign-ins/${other.id}`, { as: ken.token })
  await send('GET /api/auth/me/data', { as: ken.token })
  await send('POST /api/auth/logout', { body: { refresh_token: pair.refresh_token } })
  await send('DELETE /api/auth/me/sign-ins', { as: ken.token })
  const last = await send('POST /api/auth/login', { body: { email: ken.email, password: PASSWORD } })
  await send('POST /api/auth/me/delete', { as: last.access_token, body: { password: PASSWORD } })
}

async function recordPasswords(world: ServiceWorld, send: Send): Promise<void> {
  const email = 'barbara@example.com'
  const body = { name: 'Barbara Liskov', email, password: PASSWORD, account_name: 'Abstract Evenings' }
  const { access_token: as } = await send('POST /api/auth/register', { body })
  const token = await world.api.mailedSecret(email, 'onfirm')
  await send('POST /api/auth/me/verify-email', { as, body: { token } })
  await send('POST /api/auth/me/password', {
    as,
    body: { password: PASSWORD, new_password: `${PASSWORD} 2` },
  })
  const changed = 'barbara.liskov@example.com'
  await send('POST /api/auth/me/email', { as, body: { password: `${PASSWORD} 2`, email: changed } })
  const change = await world.api.mailedSecret(changed, '')
  await send('POST /api/auth/me/email/confirm', { as, body: { token: change } })
  await send('POST /api/auth/password-reset', { body: { email: changed } })
  const reset = await world.api.mailedSecret(changed, 'assword')
  await send('POST /api/auth/password-reset/confirm', { body: { token: reset, password: PASSWORD } })
}

async function recordSecondFactor(world: ServiceWorld, send: Send): Promise<void> {
  const grace = await signUp(world, send, 'Grace Hopper')
  const as = grace.token
  const { secret } = await send('POST /api/auth/me/second-factor', { as, body: { password: PASSWORD } })
  const codeNow = () => {
    // Each code is good once.
    world.skewMs.api += 30_000
    return new TOTP({ secret }).generate({ timestamp: world.api.context.clock.now() })
  }
  await send('POST /api/auth/me/second-factor/confirm', { as, body: { code: codeNow() } })
  const { second_factor_token } = await send('POST /api/auth/login', {
    body: { email: grace.email, password: PASSWORD },
  })
  await send('POST /api/auth/login/second-factor', { body: { second_factor_token, code: codeNow() } })
  const body = { password: PASSWORD }
  await send('POST /api/auth/me/second-factor/recovery-codes', { as, body })
  await send('POST /api/auth/me/second-factor/remove', { as, body })
}

async function recordPasskeys(world: ServiceWorld, send: Send): Promise<void> {
  const { token: as } = await signUp(world, send, 'Radia Perlman')
  const authenticator = new TestAuthenticator()
  const { challenge } = await send('POST /api/auth/me/passkeys/options', { as, body: { password: PASSWORD } })
  const passkey = authenticator.make(challenge)
  const { id } = await send('POST /api/auth/me/passkeys', { as, body: { name: 'My phone', passkey } })
  const options = await send('POST /api/auth/login/passkey/options')
  await send('POST /api/auth/login/passkey', { body: authenticator.use(options.challenge) })
  await send('GET /api/auth/me/sign-in-methods', { as })
  await send(`POST /api/auth/me/passkeys/${id}/remove`, { as, body: { password: PASSWORD } })
}

/** A team: invitations, roles, a new owner. */
export async function recordTeam(world: ServiceWorld, send: Send, owner: Person): Promise<void> {
  const account = `/api/accounts/${owner.accountId}`
  const as = owner.token
  const invite = async (email: string, role: string) => {
    const made = await send(`POST ${account}/invitations`, { as, body: { email, role } })
    return { id: made.id, token: await world.api.mailedSecret(email, '') }
  }
  const alan = await signUp(world, send, 'Alan Kay')
  const invited = await invite('kay@example.com', 'editor')
  await send('POST /api/invitations/read', { body: { token: invited.token } })
  await send('POST /api/invitations/decline', { body: { token: invited.token } })
  await world.api.context.db`delete from mails where recipient = ${alan.email}`
  const accepted = await invite(alan.email, 'editor')
  const { id } = await invite('nobody@example.com', 'viewer')
  await send('POST /api/invitations/accept', { as: alan.token, body: { token: accepted.token } })
  await send(`GET ${account}/members`, { as })
  await send(`DELETE ${account}/invitations/${id}`, { as })
  await send(`PATCH ${account}/members/${alan.id}`, { as, body: { role: 'admin' } })
  await send(`POST ${account}/owner`, { as, body: { user_id: alan.id, password: PASSWORD } })
  await send(`POST ${account}/owner`, { as: alan.token, body: { user_id: owner.id, password: PASSWORD } })
  await send(`GET ${account}/audit-log`, { as })
  await send(`DELETE ${account}/members/${alan.id}`, { as })
}
