import type { FormFields } from '../../web/form-fields.ts'
import { lineOf } from '../../web/line-of.ts'

type WaitingListField = 'first_name' | 'last_name' | 'email'

/** A submitted waiting list form: its values as typed, and what is wrong with them by field. */
export type WaitingListForm = ReturnType<typeof readWaitingListForm>

const MAX_NAME = 40
const MAX_EMAIL = 254
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

/** Reads the form. A problem here is a value no ticket system would accept; the upstream validates the rest. */
export function readWaitingListForm(fields: FormFields) {
  const priceId = lineOf(fields['price_id'], 20)
  const values = {
    first_name: lineOf(fields['first_name'], MAX_EMAIL),
    last_name: lineOf(fields['last_name'], MAX_EMAIL),
    email: lineOf(fields['email'], MAX_EMAIL),
  }
  return {
    /** The price to wait for; null when the form names none. */
    priceId: /^[1-9]\d{0,14}$/.test(priceId) ? Number(priceId) : null,
    values,
    problems: problemsOf(values),
  }
}

function problemsOf(values: Record<WaitingListField, string>): Partial<Record<WaitingListField, string>> {
  const { first_name, last_name, email } = values
  const tooLong = `Use no more than ${MAX_NAME} characters.`
  return {
    ...(first_name === '' && { first_name: 'Give your first name.' }),
    ...(lengthOf(first_name) > MAX_NAME && { first_name: tooLong }),
    ...(lengthOf(last_name) > MAX_NAME && { last_name: tooLong }),
    ...(!EMAIL.test(email) && { email: 'Give your e-mail address, such as name@example.org.' }),
  }
}

/** In code points, as the ticket system counts. */
function lengthOf(text: string): number {
  return Array.from(text).length
}
