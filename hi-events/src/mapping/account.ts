import type { Vault } from './vault.ts'

/**
 * What is stored of a login: a password that we generated, one that a person asked us to keep, or a token of the ticket system.
 * What a person types is not stored unless they ask for it.
 */
export type CredentialKind = 'generated-password' | 'kept-password' | 'token'

/** A credential as it is stored; `userId` is the Tuvens user who signed in with it. */
export type StoredCredential = { kind: CredentialKind; sealed: Buffer; userId?: string }

/** A Tuvens account and the Hi.Events account that stands for it. */
export type Account = {
  /** Tuvens account id. */
  id: number
  name: string
  tenantKey: string
  loginEmail: string
  credential: Buffer | null
  credentialKind: CredentialKind | null
  /** Who signed in with it; null for a login that we made. */
  credentialUserId: string | null
  hiUserId: number | null
  hiAccountId: number | null
  hiRole: string | null
  /** The Hi.Events account may hold what this database does not know. */
  needsSearch: boolean
  organizerId: number | null
  webhookId: number | null
  webhookSecret: Buffer | null
  /** When our webhook, paused by somebody, was last switched on again. */
  webhookRepairedAt: Date | null
}

/** An account whose Hi.Events login is known. */
export type AccountWithLogin = Account & { hiUserId: number; hiAccountId: number }

/** An account that has its organizer. */
export type AccountWithOrganizer = AccountWithLogin & { organizerId: number }

/** Whether the Hi.Events login of an account is known. */
export function hasLogin(account: Account): account is AccountWithLogin {
  return account.hiUserId !== null && account.hiAccountId !== null
}

/** Encrypts a password or a token for one account. */
export function sealCredential(vault: Vault, accountId: number, text: string): Buffer {
  return vault.seal(text, `account ${accountId} credential`)
}

/**
 * An account's password or token, or null.
 *
 * @throws VaultError
 */
export function openCredential(vault: Vault, account: Pick<Account, 'id' | 'credential'>): string | null {
  return account.credential && vault.open(account.credential, `account ${account.id} credential`)
}

/** Raised when the passwords of all logins have to be others. */
const PASSWORD_COUNTER = 0

/**
 * The passwords that the login we make for an account may have, the one of a new login first. They are made of
 * `CREDENTIALS_KEY` alone (HKDF, RFC 5869), so that a lost database locks nobody out.
 */
export function ownPasswords(vault: Vault, accountId: number): string[] {
  return vault.derive(`account ${accountId} password ${PASSWORD_COUNTER}`)
}

/** Encrypts a webhook secret for one account. */
export function sealWebhookSecret(vault: Vault, accountId: number, secret: string): Buffer {
  return vault.seal(secret, `account ${accountId} webhook`)
}

/**
 * An account's webhook secret, or null.
 *
 * @throws VaultError
 */
export function openWebhookSecret(
  vault: Vault,
  account: Pick<Account, 'id' | 'webhookSecret'>,
): string | null {
  return account.webhookSecret && vault.open(account.webhookSecret, `account ${account.id} webhook`)
}
