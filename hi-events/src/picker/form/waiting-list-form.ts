import { plainText } from './plain-text.ts'

/** What the form of a waiting list asks for. */
export const APPLICANT_FIELDS = ['first_name', 'last_name', 'email'] as const
export type ApplicantField = (typeof APPLICANT_FIELDS)[number]

/** What somebody typed into it, as it was typed, and what is wrong with it by field. */
export type Application = {
  /** The price that is waited for; null when the form named none. */
  priceId: number | null
  typed: Record<ApplicantField, string>
  problems: Partial<Record<ApplicantField, string>>
}

const MAX_NAME = 40
const MAX_EMAIL = 254
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Reads the form. Only what no ticket system could take is a problem here; the upstream decides the rest. */
export function readApplication(form: unknown): Application {
  const fields = (form ?? {}) as Record<string, unknown>
  const priceId = plainText(fields['price_id'], 20)
  const typed = {
    first_name: plainText(fields['first_name'], MAX_EMAIL),
    last_name: plainText(fields['last_name'], MAX_EMAIL),
    email: plainText(fields['email'], MAX_EMAIL),
  }
  return {
    priceId: /^[1-9]\d{0,14}$/.test(priceId) ? Number(priceId) : null,
    typed,
    problems: problemsOf(typed),
  }
}

function problemsOf({ first_name, last_name, email }: Application['typed']): Application['problems'] {
  const tooLong = `Use no more than ${MAX_NAME} characters.`
  return {
    ...(first_name === '' && { first_name: 'Give your first name.' }),
    ...(first_name.length > MAX_NAME && { first_name: tooLong }),
    ...(last_name.length > MAX_NAME && { last_name: tooLong }),
    ...(!EMAIL.test(email) && { email: 'Give your e-mail address, such as name@example.org.' }),
  }
}
