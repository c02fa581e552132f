import type { Db } from '@tuvens/platform/db'
import { openWebhookSecret } from '../mapping/account.ts'
import { findAccountByTenant } from '../mapping/store.ts'
import type { Vault } from '../mapping/vault.ts'

/** Whose webhooks they are, and what they are signed with. */
export type Tenant = { accountId: number; secret: string }

/** Who a native webhook's path belongs to, kept for a while: a flood of forged ones must not reach the database. */
export type Tenants = {
  find: (tenantKey: string) => Promise<Tenant | undefined>
  /** Looks again, at most once a second a tenant: another node may have renewed the webhook. */
  findAnew: (tenantKey: string) => Promise<Tenant | undefined>
}

const [FOUND_MS, MISSING_MS, ANEW_MS] = [60_000, 5_000, 1_000]
const MAX_KEPT = 10_000

type Kept = { tenant: Promise<Tenant | undefined>; at: number }

/** `now` gives milliseconds. */
export function createTenants({ db, vault }: { db: Db; vault: Vault }, now: () => number): Tenants {
  const kept = new Map<string, Kept>()

  const load = (tenantKey: string) => {
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? tenantKey)
    const tenant = read(db, vault, tenantKey)
    kept.set(tenantKey, { tenant, at: now() })
    tenant.catch(() => kept.delete(tenantKey))
    return tenant
  }

  return {
    find: async (tenantKey) => {
      const found = kept.get(tenantKey)
      if (found === undefined) return load(tenantKey)
      const tenant = await found.tenant
      const lifetime = tenant === undefined ? MISSING_MS : FOUND_MS
      return found.at + lifetime > now() ? tenant : load(tenantKey)
    },
    findAnew: async (tenantKey) => {
      const found = kept.get(tenantKey)
      return found !== undefined && found.at + ANEW_MS > now() ? found.tenant : load(tenantKey)
    },
  }
}

async function read(db: Db, vault: Vault, tenantKey: string): Promise<Tenant | undefined> {
  const account = await findAccountByTenant(db, tenantKey)
  const secret = account && openWebhookSecret(vault, account)
  return account && secret ? { accountId: account.id, secret } : undefined
}
