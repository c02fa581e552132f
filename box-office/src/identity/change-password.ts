import type { BaseContext } from '../base-context.ts'
import { invalid } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { hashPassword, isPassword } from './password.ts'
import { findPasswordHash, replacePasswordHash } from './store.ts'

type PasswordChange = { userId: number; input: unknown; address: string }

const WRONG = 'Current password is invalid'

/**
 * Changes the password of the user who is signed in. Their other profile fields are not kept here.
 *
 * @param change `address` is that of the client, `input` what it sent
 * @throws Refusal 422; ServiceError RATE_LIMITED
 */
export async function changePassword(context: BaseContext, change: PasswordChange): Promise<void> {
  const { userId, address } = change
  const wanted = readChange(change.input)
  const guess = { address, target: `user ${userId}` }
  const { isKnown: isFirst } = await context.guesses.begin(guess)
  const before = await findPasswordHash(context.db, userId)
  const isRight = await context.passwordQueue.run(address, () => isPassword(before, wanted.current), {
    isFirst,
  })
  if (before === undefined || !isRight) throw invalid('current_password', WRONG)
  await context.guesses.succeed(guess)
  const after = await context.passwordQueue.run(address, () => hashPassword(wanted.password))
  if (!(await replacePasswordHash(context.db, userId, { before, after })))
    throw invalid('current_password', WRONG)
}

function readChange(input: unknown) {
  const fields = new Fields(input)
  const wanted = {
    current: fields.text('current_password', { min: 8, max: 200, kind: 'secret' }),
    password: fields.text('password', { min: 8, max: 200, kind: 'secret' }),
  }
  if (wanted.password !== '' && fields.raw('password_confirmation') !== fields.raw('password'))
    fields.refuse('password', 'The password field confirmation does not match.')
  fields.done()
  return wanted
}
