import { randomBytes } from 'node:crypto'
import { confirmEmail } from '../../scripts/seed/confirm-email.ts'
import { BenchError } from '../bench-error.ts'

/** A user who is signed in to the API and owns an event. */
export type BenchOrganiser = {
  token: string
  userId: string
  accountId: number
  eventId: string
  email: string
  password: string
}

export type Post = { url: string; token?: string; body: unknown }

/** @throws BenchError with the response when it is not a success */
async function post<T>({ url, token, body }: Post): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (answer.ok) return answer.json()
  throw new BenchError(`POST ${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
}

/** Signs organisers up in sequence, because each costs an argon2 hash. */
export async function signUpOrganisers(api: string, count: number): Promise<BenchOrganiser[]> {
  const organisers: BenchOrganiser[] = []
  for (let index = 0; index < count; index++) organisers.push(await signUp(api))
  return organisers
}

async function signUp(api: string): Promise<BenchOrganiser> {
  const name = `bench ${randomBytes(6).toString('hex')}`
  const credentials = {
    email: `${name.replace(' ', '-')}@example.com`,
    password: randomBytes(12).toString('hex'),
  }
  const pair = await post<{ access_token: string; user: { id: string } }>({
    url: `${api}/api/auth/register`,
    body: { name, ...credentials },
  })
  const token = pair.access_token
  await confirmEmail(api, credentials.email, token)
  const event = await createEvent(api, token, name)
  return { token, userId: pair.user.id, accountId: event.accountId, eventId: event.id, ...credentials }
}

export async function createEvent(
  api: string,
  token: string,
  title: string,
): Promise<{ id: string; accountId: number }> {
  return post({
    url: `${api}/api/events`,
    token,
    body: {
      title,
      description: 'An evening of measurements.',
      startDate: new Date(Date.now() + 30 * 86_400_000).toISOString(),
      endDate: new Date(Date.now() + 30 * 86_400_000 + 7_200_000).toISOString(),
      timezone: 'Europe/Dublin',
      venue: {
        name: 'The Bench',
        address_line_1: '1 Long Lane',
        city: 'Dublin',
        zip_postal_code: 'D01',
        country: 'IE',
      },
    },
  })
}
