import { currentZone } from '@tuvens/platform/zones'
import type { BaseContext } from '../base-context.ts'
import { invalid, Refusal } from '../refusal.ts'
import { isCurrency, isTimezone } from '../rest/dates.ts'
import { Fields } from '../rest/fields.ts'
import { hashPassword } from './password.ts'
import { type AccountRow, insertAccount, insertOwner, insertUser, type UserRow } from './store.ts'
import { issueToken } from './token.ts'

export type Registered = { account: AccountRow; user: UserRow; token: string }

const TAKEN = 'There is already an account associated with this email. Please log in instead.'

const CLOSED = 'Account registration is disabled'

/**
 * Creates a user with an account of their own, and signs them in.
 *
 * @throws Refusal 403 when registration is switched off; 422, also for the later of two concurrent registrations of one e-mail address
 */
export async function register(context: BaseContext, input: unknown, address: string): Promise<Registered> {
  const wanted = readRegistration(input)
  if (!context.config.isRegistrationOpen) throw new Refusal(403, CLOSED, {})
  const password_hash = await context.passwordQueue.run(address, () => hashPassword(wanted.password))
  const { user, account } = await context.db.begin(async (tx) => {
    const user = await insertUser(tx, { ...wanted, password_hash })
    if (user === undefined) throw invalid('email', TAKEN)
    const name = `${user.first_name} ${user.last_name}`.trim()
    const [account] = await insertAccount(tx, { ...wanted, name })
    if (account === undefined) throw new TypeError('inserting an account returned nothing')
    await insertOwner(tx, { accountId: account.id, userId: user.id, at: new Date(context.clock.now()) })
    return { user, account }
  })
  const token = await issueToken(context, {
    userId: user.id,
    accountId: account.id,
    role: 'ADMIN',
    path: '/auth/register',
  })
  return { account, user, token }
}

function readRegistration(input: unknown) {
  const fields = new Fields(input)
  const wanted = {
    first_name: fields.text('first_name', { max: 50 }),
    last_name: fields.optionalText('last_name', { max: 50 }) ?? '',
    email: fields.email('email', { max: 100 }),
    password: fields.text('password', { min: 8, max: 200, kind: 'secret' }),
    timezone: fields.optionalText('timezone') ?? 'UTC',
    currency_code: fields.optionalText('currency_code') ?? 'USD',
    locale: fields.optionalText('locale', { max: 10 }) ?? 'en',
  }
  if (!isTimezone(wanted.timezone)) fields.refuse('timezone', 'The timezone field must be a valid timezone.')
  if (!isCurrency(wanted.currency_code))
    fields.refuse('currency_code', 'The selected currency code is invalid.')
  if (wanted.password !== '' && fields.raw('password_confirmation') !== fields.raw('password'))
    fields.refuse('password', 'The password field confirmation does not match.')
  fields.done()
  return { ...wanted, timezone: currentZone(wanted.timezone) }
}
