import { createHash } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { BaseContext } from '../base-context.ts'
import type { TokenClaims } from '../rest/principal.ts'
import { randomText } from '../rest/random.ts'

export const TOKEN_LIFE_SECONDS = 604_800
/** SHA-1 of the class name of Hi.Events' user model (`prv` claim). */
const USER_KIND = 'b5b1af1aef51e22e5cbe394c3745722ab80ad6cc'
const REQUIRED = ['iss', 'iat', 'exp', 'nbf', 'sub', 'jti']

/** Issues a login token with the claims of Hi.Events. */
export async function issueToken(
  { secrets, clock, config, random }: BaseContext,
  { userId, accountId, role, path }: { userId: number; accountId: number; role: string; path: string },
): Promise<string> {
  const now = Math.floor(clock.now() / 1000)
  return new SignJWT({
    iss: `${config.publicUrl}/api${path}`,
    iat: now,
    exp: now + TOKEN_LIFE_SECONDS,
    nbf: now,
    jti: randomText(random, 16),
    sub: String(userId),
    prv: USER_KIND,
    account_id: accountId,
    role,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
    .sign(keyOf(secrets.jwt[0]))
}

/** @returns null unless signature, times and user kind are valid */
export async function readToken({ secrets, clock }: BaseContext, token: string): Promise<TokenClaims | null> {
  const now = clock.now()
  for (const secret of secrets.jwt) {
    const payload = await verify(token, secret, now)
    if (payload !== null) return claimsOf(payload, now)
  }
  return null
}

async function verify(token: string, secret: string, now: number) {
  try {
    const options = { algorithms: ['HS256'], requiredClaims: REQUIRED, currentDate: new Date(now) }
    return (await jwtVerify(token, keyOf(secret), options)).payload
  } catch {
    return null
  }
}

type Payload = NonNullable<Awaited<ReturnType<typeof verify>>>

function claimsOf(payload: Payload, now: number): TokenClaims | null {
  const { sub = '', jti = '', iat = 0, exp = 0 } = payload
  if (payload['prv'] !== USER_KIND || iat > now / 1000 || !/^\d{1,9}$/.test(sub)) return null
  const account = payload['account_id']
  return {
    userId: Number(sub),
    accountId: typeof account === 'number' && Number.isInteger(account) && account < 2 ** 31 ? account : null,
    jtiHash: createHash('sha256').update(jti).digest(),
    expiresAt: new Date(Math.min(exp, 253_402_300_799) * 1000),
  }
}

function keyOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret)
}
