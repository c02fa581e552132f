import { createDb, type Db } from '@tuvens/platform/db/db'
import { unseal } from '../../../api/src/base/vault.ts'
import { createVault } from '../../../hi-events/src/mapping/vault.ts'
import type { ServiceFolder } from '../backup/sources.ts'
import type { Finding } from './judge-secrets.ts'
import type { HeldSecret } from './read-secrets.ts'

/** The keys with which stored rows are encrypted: one that is still needed must stay in its list. */
export async function findNeededKeys(
  service: ServiceFolder,
  { databaseUrl, secrets }: { databaseUrl: string; secrets: readonly HeldSecret[] },
): Promise<Finding[]> {
  const db = createDb(databaseUrl, { max: 1, applicationName: 'tuvens secrets' })
  try {
    if (service === 'hi-events') return await findCredentialKeys(db, secrets)
    return service === 'api' ? await findSigningKeys(db, secrets) : []
  } finally {
    await db.end()
  }
}

type Sealed = { what: string; key: string | null; count: number }

/** After the version byte, each sealed text carries the id of its key. */
const sealedRows = (db: Db) => db<Sealed[]>`
  select what, encode(key, 'hex') as key, count(*)::int as count from (
    select 'stored logins' as what, substring(credential from 2 for 4) as key from accounts where credential is not null
    union all select 'webhook secrets', substring(webhook_secret from 2 for 4) from accounts where webhook_secret is not null
    union all select 'open ticket sessions', substring(upstream_token from 2 for 4) from ticket_sessions
      where upstream_token is not null and ended_at is null and expires_at > now()
    union all select 'passwords at the ticket system', password_key from accounts where is_generated and password_key is not null
  ) sealed group by 1, 2 order by 1, 2`

async function findCredentialKeys(db: Db, secrets: readonly HeldSecret[]): Promise<Finding[]> {
  const keys = secrets.filter(({ setting }) => setting === 'CREDENTIALS_KEY')
  const rows = await sealedRows(db)
  const idOf = ({ value }: HeldSecret) => createVault([value]).keyId.toString('hex')
  const known = new Set(keys.map(idOf))
  const lost = rows.filter(({ key }) => key === null || !known.has(key))
  return [
    ...keys.map((key) =>
      useOf(
        key,
        rows.filter((row) => row.key === idOf(key)),
      ),
    ),
    ...lost.map(lostOf),
  ]
}

/** That the first key is in use, or that another one can be removed, is good news. */
function useOf({ service, setting, place, fingerprint }: HeldSecret, rows: Sealed[]): Finding {
  const name = `${setting} (entry ${place + 1}, ${fingerprint})`
  const uses = rows.map(({ count, what }) => `${count} ${what}`).join(', ')
  const words =
    place === 0
      ? `${name} encrypts; it is needed`
      : uses === ''
        ? `${name} is not needed any more: it can be removed.`
        : `${name} is still needed for ${uses}: keep it.`
  return {
    service,
    setting,
    isFault: false,
    words: place === 0 ? `${words}${uses === '' ? '' : ` for ${uses}`}.` : words,
  }
}

function lostOf({ what, count }: Sealed): Finding {
  const words = `${count} ${what} are encrypted with a key that is not in CREDENTIALS_KEY: add it again as the last entry. Without it, organisers sign in once more, and webhooks are recreated.`
  return { service: 'hi-events', setting: 'CREDENTIALS_KEY', isFault: true, words }
}

/** The secrets that signing keys encrypt carry no id of their key, so each key is tried. */
async function findSigningKeys(db: Db, secrets: readonly HeldSecret[]): Promise<Finding[]> {
  const keys = secrets.filter(({ setting }) => setting === 'AUTH_SIGNING_KEYS')
  if (keys.length === 0) return []
  const kinds = await Promise.all(SEALED_BY_SIGNING_KEYS.map((kind) => countByKey(db, keys, kind)))
  const found = keys.map((key, place) =>
    useOf(
      key,
      kinds.flatMap(({ what, counts }) => {
        const count = counts[place] ?? 0
        return count > 0 ? [{ what, key: null, count }] : []
      }),
    ),
  )
  const lost = kinds.flatMap(({ what, lost, without }): Finding[] => {
    const words = `${lost} ${what} are encrypted with a key that is not in AUTH_SIGNING_KEYS: add it again as the last entry. Without it, ${without}.`
    return lost > 0 ? [{ service: 'api', setting: 'AUTH_SIGNING_KEYS', isFault: true, words }] : []
  })
  return [...found, ...lost]
}

const SEALED_BY_SIGNING_KEYS = [
  {
    what: 'secrets of authenticator apps',
    without: 'these people sign in with a recovery code',
    purpose: 'tuvens second factor',
    rows: (db: Db) => db<{ sealed: Buffer }[]>`
      select totp_secret as sealed from users where totp_secret is not null`,
  },
  {
    what: 'signing secrets of webhook endpoints',
    without: 'their messages wait until somebody makes new secrets',
    purpose: 'tuvens webhook secret',
    rows: (db: Db) => db<{ sealed: Buffer }[]>`
      select sealed from webhook_endpoints, unnest(array[secret, old_secret]) as sealed where sealed is not null`,
  },
] as const

async function countByKey(
  db: Db,
  keys: readonly HeldSecret[],
  { rows, what, without, purpose }: (typeof SEALED_BY_SIGNING_KEYS)[number],
) {
  const counts = keys.map(() => 0)
  let lost = 0
  for (const { sealed } of await rows(db)) {
    const place = keys.findIndex(
      ({ value }) =>
        unseal({ signingKeys: [Buffer.from(value, 'base64url')] }, sealed, purpose) !== undefined,
    )
    if (place === -1) lost++
    else counts[place] = (counts[place] ?? 0) + 1
  }
  return { what, without, counts, lost }
}
