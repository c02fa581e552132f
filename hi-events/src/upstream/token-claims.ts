/** When a token of the ticket system expires, in milliseconds; null when it does not say. */
export function expiryOf(upstreamToken: string): number | null {
  const exp = claimOf(upstreamToken, 'exp')
  return typeof exp === 'number' && Number.isSafeInteger(exp * 1000) ? exp * 1000 : null
}

/** The user of the ticket system that a token is for; null when it does not say. */
export function userIdOf(upstreamToken: string): number | null {
  const id = Number(claimOf(upstreamToken, 'sub'))
  return Number.isSafeInteger(id) ? id : null
}

/** The user, account and role of a token that names all three; null when they have to be read. */
export function loginOf(upstreamToken: string): { userId: number; accountId: number; role: string } | null {
  const [userId, accountId] = [userIdOf(upstreamToken), claimOf(upstreamToken, 'account_id')]
  const role = claimOf(upstreamToken, 'role')
  const isComplete = userId !== null && Number.isSafeInteger(accountId) && typeof role === 'string'
  return isComplete ? { userId, accountId: Number(accountId), role } : null
}

/** A claim of a JWT. Its signature is for the ticket system to check. */
function claimOf(upstreamToken: string, name: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(upstreamToken.split('.')[1] ?? '', 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? Reflect.get(claims, name) : undefined
  } catch {
    return undefined
  }
}
