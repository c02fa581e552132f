import { slugOf } from '../base/slug.ts'

export type AccountNames = { name: string; slug: string; slugIfTaken: string }

/** An account of a new user. The longer slug is used when another account has the short one. */
export function newAccount(name: string, random: (bytes: number) => Buffer): AccountNames {
  const slug = slugOf(name, 'account')
  return { name, slug, slugIfTaken: `${slug}-${random(4).toString('hex')}` }
}
