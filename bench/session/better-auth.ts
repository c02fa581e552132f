import { randomBytes } from 'node:crypto'
import { BenchError } from '../bench-error.ts'

/** Signs users up with better-auth. @returns the cookies of each */
export async function signUpWithBetterAuth(url: string, count: number): Promise<string[]> {
  const cookies: string[] = []
  for (let index = 0; index < count; index++) cookies.push(await signUp(url))
  return cookies
}

async function signUp(url: string): Promise<string> {
  const name = `bench-${randomBytes(6).toString('hex')}`
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, email: `${name}@example.com`, password: randomBytes(12).toString('hex') }),
  })
  if (!answer.ok)
    throw new BenchError(`better-auth answered ${answer.status} to a sign-up: ${await answer.text()}`)
  const set = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])
  return set.join('; ')
}
