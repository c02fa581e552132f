import { sqlState } from '@tuvens/platform/db'
import { migrateUp } from '@tuvens/platform/migrate'
import { join } from 'node:path'
import { openCredential, openWebhookSecret } from '../mapping/account.ts'
import { listSealedOtherwise } from '../mapping/store.ts'
import { VaultError } from '../mapping/vault.ts'
import { type Finding, well, wrong } from './finding.ts'
import { reasonOf } from './look.ts'
import type { Patient } from './patient.ts'
import { readServerVersion } from './store.ts'

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations')

/** The database opens, has the ticket origin's tables (what is missing is made, as a starting node would), and our key opens what is sealed in them. */
export async function checkDatabase(patient: Patient): Promise<Finding> {
  const { context } = patient
  const place = placeOf(context.secrets.databaseUrl)
  try {
    const version = await readServerVersion(context.db)
    const applied = await migrateUp(context.db, MIGRATIONS)
    const locked = await countLocked(patient)
    if (locked > 0) return lockedOut(locked)
    const tables = applied.length === 0 ? 'tables are there' : 'tables were made'
    return well(`PostgreSQL ${version} at ${place.shown}; ${tables}`)
  } catch (error) {
    return faultOf(error, place)
  }
}

/** Accounts of which something was sealed with a key that is not in CREDENTIALS_KEY. */
async function countLocked({ context: { db, vault } }: Patient): Promise<number> {
  const sealed = await listSealedOtherwise(db, vault.keyId)
  return sealed.filter((each) => {
    try {
      openCredential(vault, each)
      openWebhookSecret(vault, each)
      return false
    } catch (error) {
      if (error instanceof VaultError) return true
      throw error
    }
  }).length
}

function lockedOut(count: number): Finding {
  return wrong(
    `what is kept of ${count === 1 ? 'an account' : `${count} accounts`} was sealed with another CREDENTIALS_KEY`,
    'Put the key it was sealed with back, behind a new one if there is one: CREDENTIALS_KEY=new,old.',
  )
}

type Place = { shown: string; user: string; database: string }

/** Where it is, without the password. */
function placeOf(url: string): Place {
  const { host, pathname, username } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  const user = decodeURIComponent(username)
  return { shown: `${host}/${database}`, user, database }
}

function faultOf(error: unknown, { shown, user, database }: Place): Finding {
  switch (sqlState(error)) {
    case '28P01':
    case '28000':
      return wrong(
        `PostgreSQL at ${shown} does not let ${user} in`,
        'Mend user and password in DATABASE_URL; what is special in an address is written encoded there (# as %23, @ as %40).',
      )
    case '3D000':
      return wrong(
        `there is no database ${database} at ${shown}`,
        `Make it: createdb -O ${user} ${database}; or name another one in DATABASE_URL.`,
      )
    case '42501':
      return wrong(
        `${user} may not make tables in ${shown}`,
        `Let it: grant all on schema public to "${user}"; or make it the owner of the database.`,
      )
    case undefined:
      return wrong(
        `PostgreSQL at ${shown}: ${reasonOf(error, `http://${shown}`)}`,
        'Start PostgreSQL, or mend host and port in DATABASE_URL.',
      )
    default:
      return wrong(
        `PostgreSQL at ${shown} refuses: ${error instanceof Error ? error.message : String(error)}`,
        'Mend what PostgreSQL says; if a table is of another version, restore the backup or use a fresh database in DATABASE_URL.',
      )
  }
}
