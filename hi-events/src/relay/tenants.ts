import type { Db } from '@tuvens/platform/db/db'
import { openWebhookSecret } from '../mapping/account.ts'
import { findAccountByTenant } from '../mapping/store.ts'
import type { Vault } from '../mapping/vault.ts'

/** The account that a webhook's path names, and the secret that its webhooks are signed with. */
export type Tenant = { accountId: number; secret: string }

/** Tenants by the key in the path of their webhooks, cached: a flood of forged webhooks must not reach the database. */
export type Tenants = {
  find: (tenantKey: string) => Promise<Tenant | undefined>
  /** Reads it again, at most once a second per tenant: another node may have renewed the webhook. */
  findAgain: (tenantKey: string) => Promise<Tenant | undefined>
}

const [FOUND_MS, MISSING_MS, AGAIN_MS] = [60_000, 5_000, 1_000]
const MAX_CACHED = 10_000

type CachedTenant = { tenant: Promise<Tenant | undefined>; at: number }

/** `now` gives milliseconds. */
export function createTenants({ db, vault }: { db: Db; vault: Vault }, now: () => number): Tenants {
  const cache = new Map<string, CachedTenant>()

  const load = (tenantKey: string) => {
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? tenantKey)
    const tenant = readTenant(db, vault, tenantKey)
    cache.set(tenantKey, { tenant, at: now() })
    tenant.catch(() => cache.delete(tenantKey))
    return tenant
  }

  return {
    find: async (tenantKey) => {
      const cached = cache.get(tenantKey)
      if (cached === undefined) return load(tenantKey)
      const tenant = await cached.tenant
      const lifetime = tenant === undefined ? MISSING_MS : FOUND_MS
      return cached.at + lifetime > now() ? tenant : load(tenantKey)
    },
    findAgain: async (tenantKey) => {
      const cached = cache.get(tenantKey)
      return cached !== undefined && cached.at + AGAIN_MS > now() ? cached.tenant : load(tenantKey)
    },
  }
}

async function readTenant(db: Db, vault: Vault, tenantKey: string): Promise<Tenant | undefined> {
  const account = await findAccountByTenant(db, tenantKey)
  const secret = account && openWebhookSecret(vault, account)
  return account && secret ? { accountId: account.id, secret } : undefined
}
