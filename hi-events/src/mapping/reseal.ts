import { openCredential, openWebhookSecret, sealCredential, sealWebhookSecret } from './account.ts'
import type { MappingContext } from './context.ts'
import { listSealedWithOtherKeys, replaceSealed, type SealedSecrets } from './store.ts'
import { nullIfLocked, type Vault } from './vault.ts'

/**
 * Seals secrets of older keys with the first key, so that the older keys can be removed from CREDENTIALS_KEY. A secret that
 * no key opens stays as it is: its owner is asked to sign in again.
 */
export async function reseal(context: MappingContext): Promise<void> {
  for (const sealed of await listSealedWithOtherKeys(context.db, context.vault.keyId)) {
    const { id, ...before } = sealed
    await replaceSealed(context.db, id, { before, after: resealed(context.vault, sealed) })
  }
}

function resealed(vault: Vault, account: SealedSecrets): Omit<SealedSecrets, 'id'> {
  const { id, credential, webhookSecret } = account
  const password = nullIfLocked(() => openCredential(vault, account))
  const secret = nullIfLocked(() => openWebhookSecret(vault, account))
  return {
    credential: password === null ? credential : sealCredential(vault, id, password),
    webhookSecret: secret === null ? webhookSecret : sealWebhookSecret(vault, id, secret),
  }
}
