/** When a token of the ticket system expires, in milliseconds; null when it does not tell. Its signature is not ours to check. */
export function expiryOf(upstreamToken: string): number | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(upstreamToken.split('.')[1] ?? '', 'base64url').toString())
    const exp: unknown =
      typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'exp') : undefined
    return typeof exp === 'number' && Number.isSafeInteger(exp * 1000) ? exp * 1000 : null
  } catch {
    return null
  }
}
