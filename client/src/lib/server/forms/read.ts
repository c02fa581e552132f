import { cleanLine, cleanText } from '@tuvens/platform/text/clean-text'
import type { FormErrors } from '$lib/forms/errors.ts'

/**
 * A field of one line as typed, trimmed, without the control characters that a paste brings. A longer text is cut to
 * `max + 1` characters, so that a check can still refuse it.
 */
export function text(form: FormData, name: string, max: number): string {
  return read(form, name, max, cleanLine)
}

/** A field of several lines. */
export function lines(form: FormData, name: string, max: number): string {
  return read(form, name, max, cleanText)
}

function read(form: FormData, name: string, max: number, clean: (text: string) => string): string {
  const value = form.get(name)
  return typeof value === 'string'
    ? clean(value)
        .trim()
        .slice(0, max + 1)
    : ''
}

/** A password, unchanged. */
export function secret(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

export function isEmail(value: string): boolean {
  return (
    value.length <= 254 &&
    /^[!-~]+$/.test(value) &&
    /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value)
  )
}

export function emailProblem(email: string): FormErrors {
  if (email === '') return { email: 'Enter your e-mail address' }
  const foreign = /[^\p{ASCII}]/u.exec(email)?.[0]
  if (foreign !== undefined)
    return { email: `We cannot send to an address with “${foreign}”: enter one without it` }
  return isEmail(email) ? {} : { email: 'Enter an e-mail address like name@example.com' }
}
