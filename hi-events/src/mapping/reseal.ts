import type { MappingContext } from './context.ts'
import { openCredential, openWebhookSecret, sealCredential, sealWebhookSecret } from './account.ts'
import { listSealedOtherwise, replaceSealed, type Sealed } from './store.ts'
import { type Vault, VaultError } from './vault.ts'

/**
 * Seals with the first key what an older one sealed, so that the older one can leave CREDENTIALS_KEY. What no key opens
 * stays as it is: its owner is asked to sign in again.
 */
export async function reseal(context: MappingContext): Promise<void> {
  for (const sealed of await listSealedOtherwise(context.db, context.vault.keyId)) {
    const { id, ...before } = sealed
    await replaceSealed(context.db, id, { before, after: anew(context.vault, sealed) })
  }
}

function anew(vault: Vault, { id, ...before }: Sealed): Omit<Sealed, 'id'> {
  const account = { id, ...before }
  return {
    credential: again(before.credential, () => {
      const password = openCredential(vault, account)
      return password === null ? null : sealCredential(vault, id, password)
    }),
    webhookSecret: again(before.webhookSecret, () => {
      const secret = openWebhookSecret(vault, account)
      return secret === null ? null : sealWebhookSecret(vault, id, secret)
    }),
  }
}

function again(before: Buffer | null, seal: () => Buffer | null): Buffer | null {
  try {
    return seal()
  } catch (cause) {
    if (cause instanceof VaultError) return before
    throw cause
  }
}
