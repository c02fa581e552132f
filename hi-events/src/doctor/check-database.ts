import { sqlState } from '@tuvens/platform/db'
import { migrateUp } from '@tuvens/platform/migrate'
import { join } from 'node:path'
import { type Finding, well, wrong } from './finding.ts'
import { reasonOf } from './look.ts'
import type { Patient } from './patient.ts'
import { readServerVersion } from './store.ts'

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations')

/** The database opens and has the ticket origin's tables; what is missing is made, as a starting node would. */
export async function checkDatabase({ ctx }: Patient): Promise<Finding> {
  const place = placeOf(ctx.secrets.databaseUrl)
  try {
    const version = await readServerVersion(ctx.db)
    const applied = await migrateUp(ctx.db, MIGRATIONS)
    const tables = applied.length === 0 ? 'tables are there' : 'tables were made'
    return well(`PostgreSQL ${version} at ${place.shown}; ${tables}`)
  } catch (error) {
    return faultOf(error, place)
  }
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
