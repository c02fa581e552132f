import { ServiceError } from '@tuvens/contract'
import type { AuthContext } from '../context.ts'

const MIN_LENGTH = 8

/**
 * Refuses a password that others guess first: common ones, also with digits or signs behind them, one character over and
 * over, rows of the keyboard's digits and letters, and what the person is called. There are no rules of composition
 * (NIST 800-63B 3.1.1.2).
 *
 * @throws ServiceError VALIDATION_ERROR that names `field`
 */
export function requireStrongPassword(
  { commonPasswords }: Pick<AuthContext, 'commonPasswords'>,
  { password, person, field = 'password' }: { password: string; person: readonly string[]; field?: string },
): void {
  const message = weaknessOf(password, person, commonPasswords)
  if (message !== null) throw new ServiceError('VALIDATION_ERROR', { message, details: [{ field, message }] })
}

type CommonPasswords = ReadonlySet<string>

function weaknessOf(password: string, person: readonly string[], common: CommonPasswords): string | null {
  const text = password.trim().toLowerCase()
  if (new Set(text).size < 3) return 'Use more than one or two different characters'
  if (text.length < MIN_LENGTH)
    return `Use at least ${MIN_LENGTH} characters, not counting spaces around them`
  if (isSequence(text)) return 'Do not use letters or digits in their usual order'
  if (isCommon(text, common))
    return 'This password is one of the first that others would try. Use a few words in a row'
  if (person.some((each) => isOfPerson(text, each))) return 'Do not use your own name or e-mail address'
  return null
}

function isCommon(text: string, common: CommonPasswords): boolean {
  return common.has(text) || common.has(text.replace(/[^a-z]{1,6}$/, ''))
}

/** `12345678` and `hgfedcba`: each character is one above the one before, or each is one below. */
function isSequence(text: string): boolean {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
  const steps = new Set(units.slice(1).map((unit, index) => unit - (units[index] ?? 0)))
  return steps.size === 1 && Math.abs([...steps][0] ?? 0) === 1
}

function isOfPerson(text: string, value: string): boolean {
  const known = value.trim().toLowerCase()
  const [local = ''] = known.split('@', 1)
  const bare = text.replace(/[^a-z]{1,6}$/, '')
  return text === known || (local.length >= 4 && (text === local || bare === local))
}
