import { register } from '../../identity/register.ts'
import { Refusal } from '../../refusal.ts'
import { isCurrency, isTimezone } from '../../rest/dates.ts'
import type { PageContext } from '../kit/context.ts'
import type { FormReader } from '../kit/form/form-reader.ts'

export async function tryRegister(
  context: PageContext,
  form: FormReader,
  address: string,
): Promise<string | null> {
  const wanted = readRegistration(form)
  if (!form.ok) return null
  try {
    return (await register(context, wanted, address)).token
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    form.refuse('email', 'There is already an account with this e-mail. Sign in instead.')
    return null
  }
}

function readRegistration(form: FormReader) {
  const password = form.values['password'] ?? ''
  const wanted = {
    first_name: form.text('first_name', { max: 50, required: 'Write your first name' }),
    last_name: form.text('last_name', { max: 50 }),
    email: form.email('email', 'Write your e-mail address', 100),
    password,
    password_confirmation: password,
    timezone: form.text('timezone'),
    currency_code: form.text('currency_code'),
  }
  if (password.length < 8) form.refuse('password', 'Use at least 8 characters')
  if (password.length > 200) form.refuse('password', 'Use at most 200 characters')
  if (!isTimezone(wanted.timezone)) form.refuse('timezone', 'Choose a time zone from the list')
  if (!isCurrency(wanted.currency_code)) form.refuse('currency_code', 'Choose a currency from the list')
  return wanted
}
