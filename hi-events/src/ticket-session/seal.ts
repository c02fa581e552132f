import type { Sql } from '@tuvens/platform/db/db'
import { nullIfLocked, type Vault } from '../mapping/vault.ts'
import { listTokensOfOtherKeys, replaceToken } from './store.ts'

const purposeOf = (id: string) => `ticket session ${id}`

/** Encrypts a token of the ticket system for one session. */
export function sealUpstreamToken(vault: Vault, id: string, token: string): Buffer {
  return vault.seal(token, purposeOf(id))
}

/** @throws VaultError */
export function openUpstreamToken(vault: Vault, id: string, sealed: Buffer): string {
  return vault.open(sealed, purposeOf(id))
}

/**
 * Seals the tokens of open sessions with the first key, so that an older key can be removed from CREDENTIALS_KEY before they
 * end. A token that no key opens stays as it is: its person signs in again.
 */
export async function resealTokens({ db, vault }: { db: Sql; vault: Vault }): Promise<void> {
  for (const { id, sealed: old } of await listTokensOfOtherKeys(db, vault.keyId)) {
    const token = nullIfLocked(() => openUpstreamToken(vault, id, old))
    if (token !== null) await replaceToken(db, { id, old, resealed: sealUpstreamToken(vault, id, token) })
  }
}
