import type { Vault } from '../mapping/vault.ts'

const purposeOf = (id: string) => `ticket session ${id}`

/** Encrypts a token of the ticket system for one session. */
export function sealUpstreamToken(vault: Vault, id: string, token: string): Buffer {
  return vault.seal(token, purposeOf(id))
}

/** @throws VaultError */
export function openUpstreamToken(vault: Vault, id: string, sealed: Buffer): string {
  return vault.open(sealed, purposeOf(id))
}
