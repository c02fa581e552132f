import { ZONES } from '@tuvens/platform/zones'
import type { FakeResponse } from './server.ts'

/** What the fake answers in more than one place. */

export const missing: FakeResponse = {
  status: 404,
  body: { message: 'No query results for model [HiEvents\\Models\\Event]' },
}

export const ok = (data: unknown): FakeResponse => ({ status: 200, body: { data } })

export function refused(field: string, message: string): FakeResponse {
  return { status: 422, body: { message, errors: { [field]: [message] } } }
}

/** What it says to zones under another than today's name, and to currencies Stripe does not take. */
export function misplaced(body: Record<string, unknown>, currency: string): FakeResponse | null {
  const errors = {
    ...(!ZONES.has(String(body['timezone'])) && {
      timezone: ['The timezone field must be a valid timezone.'],
    }),
    ...(body[currency] === 'HTG' && { [currency]: ['The selected currency is invalid.'] }),
  }
  const [first] = Object.values(errors)
  return first === undefined ? null : { status: 422, body: { message: first[0], errors } }
}
