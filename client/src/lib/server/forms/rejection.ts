import { fail } from '@sveltejs/kit'
import type { FormErrors } from '$lib/forms/errors.ts'
import { failureText } from '$lib/words/failures.ts'
import { refusedField } from '$lib/words/refused-fields.ts'
import type { ApiFailure } from '../api/result.ts'

type Rejection = { errors: FormErrors; title?: string; message?: string }

/** Refuses a form of an account page for a failure of the API, with words at the field where that is known. */
export function rejectionOf(
  { status, code, details, retryAfterSeconds }: ApiFailure,
  renamed: Record<string, string> = {},
) {
  const errors = Object.fromEntries(
    details.map((each) => [renamed[each.field] ?? each.field, refusedField(each)]),
  )
  if (code === 'INVALID_CREDENTIALS') return rejected(401, { password: 'That is not your password' })
  const text = failureText(code, retryAfterSeconds)
  return fail<Rejection>(status, Object.keys(errors).length > 0 ? { errors } : { errors, ...text })
}

/** Refuses a form because of its fields. */
export function rejected(status: number, errors: FormErrors) {
  return fail<Rejection>(status, { errors })
}
