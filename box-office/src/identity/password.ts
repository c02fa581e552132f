import { hash, verify } from '@node-rs/argon2'

/** OWASP's argon2id parameters: 19 MiB, two passes. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
let dummyHash: Promise<string> | undefined

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS)
}

/** `stored` is undefined for an unknown user; the check takes as long then, so that timing does not reveal users. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  dummyHash ??= hashPassword('no user has this password')
  const isMatch = await verify(stored ?? (await dummyHash), password)
  return isMatch && stored !== undefined
}
