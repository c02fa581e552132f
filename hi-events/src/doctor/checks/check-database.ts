import { splitHosts } from '@tuvens/platform/db/connect'
import { sqlState } from '@tuvens/platform/db/db'
import { migrateUp } from '@tuvens/platform/db/migrate'
import { join } from 'node:path'
import { openCredential, openWebhookSecret } from '../../mapping/account.ts'
import { listSealedWithOtherKeys, type SealedSecrets } from '../../mapping/store.ts'
import { nullIfLocked } from '../../mapping/vault.ts'
import { failed, type Finding, ok } from '../finding.ts'
import { reasonOf } from '../probe/probe.ts'
import type { DoctorTarget } from '../target.ts'
import { readServerVersion } from '../store.ts'

const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'migrations')

/** The database opens, is migrated as a starting node does it, and CREDENTIALS_KEY opens what is sealed in it. */
export async function checkDatabase(target: DoctorTarget): Promise<Finding> {
  const { context } = target
  const address = addressOf(context.secrets.databaseUrl)
  try {
    const version = await readServerVersion(context.db)
    const applied = await migrateUp(context.db, MIGRATIONS)
    const locked = await countLocked(target)
    if (locked > 0) return lostKey(locked)
    const tables = applied.length === 0 ? 'tables exist' : 'tables were created'
    return ok(`PostgreSQL ${version} at ${address.shown}; ${tables}`)
  } catch (error) {
    return failureToOpen(error, address)
  }
}

/** Accounts with something sealed by a key that is not in CREDENTIALS_KEY. */
async function countLocked({ context: { db, vault } }: DoctorTarget): Promise<number> {
  const sealed = await listSealedWithOtherKeys(db, vault.keyId)
  const open = (each: SealedSecrets) => [openCredential(vault, each), openWebhookSecret(vault, each)]
  return sealed.filter((each) => nullIfLocked(() => open(each)) === null).length
}

function lostKey(count: number): Finding {
  return failed(
    `the secrets of ${count === 1 ? 'an account' : `${count} accounts`} were sealed with another CREDENTIALS_KEY`,
    'Add the key they were sealed with, after the new one if there is one: CREDENTIALS_KEY=new,old.',
  )
}

type DatabaseAddress = { shown: string; user: string; database: string }

/** Without the password. */
function addressOf(url: string): DatabaseAddress {
  const { host, pathname, username } = new URL(splitHosts(url).first)
  const database = decodeURIComponent(pathname.slice(1))
  const user = decodeURIComponent(username)
  return { shown: `${host}/${database}`, user, database }
}

function failureToOpen(error: unknown, { shown, user, database }: DatabaseAddress): Finding {
  switch (sqlState(error)) {
    case '28P01':
    case '28000':
      return failed(
        `PostgreSQL at ${shown} refuses the login of ${user}`,
        'Correct user and password in DATABASE_URL; special characters must be URL-encoded (# as %23, @ as %40).',
      )
    case '3D000':
      return failed(
        `there is no database ${database} at ${shown}`,
        `Create it: createdb -O ${user} ${database}; or name another one in DATABASE_URL.`,
      )
    case '42501':
      return failed(
        `${user} may not create tables in ${shown}`,
        `Allow it: grant all on schema public to "${user}"; or make it the owner of the database.`,
      )
    case undefined:
      return failed(
        `PostgreSQL at ${shown}: ${reasonOf(error, `http://${shown}`)}`,
        'Start PostgreSQL, or correct host and port in DATABASE_URL.',
      )
    default:
      return failed(
        `PostgreSQL at ${shown} refuses: ${error instanceof Error ? error.message : String(error)}`,
        'Correct what PostgreSQL names; if a table has another version, restore the backup or use a fresh database in DATABASE_URL.',
      )
  }
}
