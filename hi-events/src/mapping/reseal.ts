import { openCredential, openWebhookSecret, sealCredential, sealWebhookSecret } from './account.ts'
import type { MappingContext } from './context.ts'
import { listSealedWithOtherKeys, replaceSealed, type SealedSecrets } from './store.ts'
import { type Vault, VaultError } from './vault.ts'

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
  const { id } = account
  return {
    credential: sealAgain(account.credential, () => {
      const password = openCredential(vault, account)
      return password === null ? null : sealCredential(vault, id, password)
    }),
    webhookSecret: sealAgain(account.webhookSecret, () => {
      const secret = openWebhookSecret(vault, account)
      return secret === null ? null : sealWebhookSecret(vault, id, secret)
    }),
  }
}

function sealAgain(before: Buffer | null, seal: () => Buffer | null): Buffer | null {
  try {
    return seal()
  } catch (cause) {
    if (cause instanceof VaultError) return before
    throw cause
  }
}
