import type { ErrorDetail } from '@tuvens/contract'

/** What a person calls the fields of an account. */
const NAMES: Record<string, string> = {
  email: 'e-mail address',
  name: 'name',
  account_name: 'organiser’s name',
  password: 'password',
  new_password: 'new password',
  current_password: 'password',
  code: 'code',
  role: 'role',
}

/** What is wrong with a field. What a schema refuses begins with the field's name for programs, and is not for people. */
export function refusedField({ field, message }: ErrorDetail): string {
  if (!message.startsWith(`${field} `)) return message
  return `Correct the ${NAMES[field] ?? 'text'}`
}
