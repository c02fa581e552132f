import type { Db } from '@tuvens/platform/db/db'
import { openWebhookSecret } from '../mapping/account.ts'
import { findAccountByTenant } from '../mapping/store.ts'
import type { Vault } from '../mapping/vault.ts'

/** The account that a webhook's path names, and the secret that its webhooks are signed with. */
export type WebhookOwner = { accountId: number; secret: string }

/** Webhook owners by the key in the path of their webhooks, cached: a flood of forged webhooks must not reach the database. */
export type WebhookOwners = {
  find: (tenantKey: string) => Promise<WebhookOwner | undefined>
  /** Reads it again, at most once a second per key: another node may have renewed the webhook. */
  findAgain: (tenantKey: string) => Promise<WebhookOwner | undefined>
}

const [FOUND_MS, MISSING_MS, AGAIN_MS] = [60_000, 5_000, 1_000]
const MAX_CACHED = 10_000

type CachedWebhookOwner = { owner: Promise<WebhookOwner | undefined>; at: number }

/** `now` gives milliseconds. */
export function createWebhookOwners(
  { db, vault }: { db: Db; vault: Vault },
  now: () => number,
): WebhookOwners {
  const cache = new Map<string, CachedWebhookOwner>()

  const load = (tenantKey: string) => {
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? tenantKey)
    const owner = readWebhookOwner(db, vault, tenantKey)
    cache.set(tenantKey, { owner, at: now() })
    owner.catch(() => cache.delete(tenantKey))
    return owner
  }

  return {
    find: async (tenantKey) => {
      const cached = cache.get(tenantKey)
      if (cached === undefined) return load(tenantKey)
      const owner = await cached.owner
      const lifetime = owner === undefined ? MISSING_MS : FOUND_MS
      return cached.at + lifetime > now() ? owner : load(tenantKey)
    },
    findAgain: async (tenantKey) => {
      const cached = cache.get(tenantKey)
      return cached !== undefined && cached.at + AGAIN_MS > now() ? cached.owner : load(tenantKey)
    },
  }
}

async function readWebhookOwner(db: Db, vault: Vault, tenantKey: string): Promise<WebhookOwner | undefined> {
  const account = await findAccountByTenant(db, tenantKey)
  const secret = account && openWebhookSecret(vault, account)
  return account && secret ? { accountId: account.id, secret } : undefined
}
