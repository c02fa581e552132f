import type { BaseContext } from '../base/context.ts'
import { resealSigningSecret } from './signing-secret.ts'
import { listSecrets, replaceSecrets } from './store.ts'

const BATCH_SIZE = 500

/** Encrypts signing secrets again with the first signing key, so that older keys can be removed from AUTH_SIGNING_KEYS. */
export async function resealSigningSecrets(
  context: Pick<BaseContext, 'db' | 'secrets' | 'random'>,
): Promise<void> {
  if (context.secrets.signingKeys.length < 2) return
  for (let after = '0'; ; ) {
    const rows = await listSecrets(context.db, { after, limit: BATCH_SIZE })
    for (const row of rows) {
      const secret = resealSigningSecret(context, row.secret)
      const old = row.old_secret === null ? undefined : resealSigningSecret(context, row.old_secret)
      if (secret !== undefined || old !== undefined)
        await replaceSecrets(context.db, row, {
          secret: secret ?? row.secret,
          old_secret: old ?? row.old_secret,
        })
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
