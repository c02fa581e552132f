import { hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Checked when the e-mail is unknown, so that it takes as long as a wrong password. */
let dummyHash: Promise<string> | undefined

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/** Whether the password belongs to the stored hash. Always false, in the same time, without one. */
export async function matchesPassword(stored: string | null, given: string): Promise<boolean> {
  dummyHash ??= hashPassword('not the password of any user')
  const matches = await verify(stored ?? (await dummyHash), given)
  return matches && stored !== null
}
