import type { FormErrors } from '$lib/forms/errors.ts'

/** A field as typed, trimmed. A longer text is cut to `max + 1` characters, so that a check can still refuse it. */
export function text(form: FormData, name: string, max: number): string {
  const value = form.get(name)
  if (typeof value !== 'string') return ''
  return value
    .replace(/\r\n?/g, '\n')
    .trim()
    .slice(0, max + 1)
}

/** A password, unchanged. */
export function secret(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

export function isEmail(value: string): boolean {
  return value.length <= 254 && /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value)
}

export function emailProblem(email: string): FormErrors {
  if (email === '') return { email: 'Enter your e-mail address' }
  return isEmail(email) ? {} : { email: 'Enter an e-mail address like name@example.com' }
}
