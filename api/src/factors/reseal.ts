import type { BaseContext } from '../base/context.ts'
import { listTotpSecrets, replaceTotpSecret } from './store.ts'
import { seal, unseal } from '../base/vault.ts'

const BATCH_SIZE = 500

/**
 * Encrypts the secrets of authenticator apps again with the first signing key, so that older keys can be removed from
 * AUTH_SIGNING_KEYS. One that no key opens stays as it is.
 */
export async function resealFactors(context: Pick<BaseContext, 'db' | 'secrets' | 'random'>): Promise<void> {
  const [first, ...older] = context.secrets.signingKeys
  if (first === undefined || older.length === 0) return
  for (let after = '0'; ; ) {
    const rows = await listTotpSecrets(context.db, { after, limit: BATCH_SIZE })
    for (const { id, sealed } of rows) {
      if (unseal({ signingKeys: [first] }, sealed) !== undefined) continue
      const secret = unseal({ signingKeys: older }, sealed)
      if (secret !== undefined)
        await replaceTotpSecret(context.db, id, { before: sealed, after: seal(context, secret) })
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
