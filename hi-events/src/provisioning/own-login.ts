import type { ListLinksResponse } from '@tuvens/contract'
import { type Account, openCredential, ownPasswords } from '../mapping/account.ts'
import { nullIfLocked } from '../mapping/vault.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { ProvisioningContext } from './context.ts'

/** A login that we made, signed in. */
export type OwnLogin = { token: string; email: string; password: string }

/**
 * Signs in to the login that we made for an account under one of these addresses: after a lost response, or when the
 * database was lost.
 *
 * @returns null when there is none: under the address is no login, or somebody's own
 */
export async function signInToOwn(
  context: ProvisioningContext,
  account: Pick<Account, 'id' | 'credential'>,
  emails: readonly string[],
): Promise<OwnLogin | null> {
  const stored = nullIfLocked(() => openCredential(context.vault, account))
  const passwords = new Set([
    ...(stored === null ? [] : [stored]),
    ...ownPasswords(context.vault, account.id),
  ])
  for (const email of new Set(emails))
    for (const password of passwords) {
      const token = await tryLogin(context, { email, password })
      if (token !== null) return { token, email, password }
    }
  return null
}

async function tryLogin(
  { hiEvents }: ProvisioningContext,
  credentials: { email: string; password: string },
): Promise<string | null> {
  try {
    return (await hiEvents.login(credentials)).token
  } catch (error) {
    if (isUpstream(error, 'unauthorised', 'refused')) return null
    throw error
  }
}

const MAX_MEMBERS = 10

/** The addresses under which an account's login may have been made: those of its members, in both forms. */
export function loginEmailsOf(
  { accounts }: Pick<ListLinksResponse, 'accounts'>,
  accountId: number,
): string[] {
  const emails = accounts.find((each) => each.account_id === accountId)?.emails ?? []
  return emails.slice(0, MAX_MEMBERS).flatMap((email) => [email, subAddressOf(email, accountId)])
}

/** The same mailbox under another address, one for each account. */
export function subAddressOf(email: string, accountId: number): string {
  return email.replace(/^([^+@]*)(?:\+[^@]*)?@/, `$1+account-${accountId}@`)
}
