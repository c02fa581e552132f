import { type Db, sqlState } from './db.ts'
import { type Migration, readMigrations } from './migrate.ts'

/**
 * One migration of a database: `missing` has to be applied, `changed` was applied from another file of this number, `unknown`
 * was applied by newer code.
 */
export type MigrationState = Pick<Migration, 'version' | 'name' | 'isCompatible'> & {
  state: 'applied' | 'missing' | 'changed' | 'unknown'
  appliedAt: Date | null
}

const NO_SUCH_TABLE = '42P01'

/** Compares the files of a folder with what was applied to a database. Reads only, and takes no lock. */
export async function readMigrationStates(db: Db, folder: string): Promise<MigrationState[]> {
  const files = await readMigrations(folder)
  const applied = await listApplied(db)
  const known = files.map(({ version, name, hash, isCompatible }): MigrationState => {
    const found = applied.find((each) => each.version === version)
    const state = found === undefined ? 'missing' : found.hash === hash ? 'applied' : 'changed'
    return { version, name, isCompatible, state, appliedAt: found?.appliedAt ?? null }
  })
  const newer = applied.filter(({ version }) => version > files.length)
  return [...known, ...newer.map(unknown)]
}

const unknown = ({ version, name, isCompatible, appliedAt }: AppliedRow): MigrationState => ({
  version,
  name,
  isCompatible,
  state: 'unknown',
  appliedAt,
})

type AppliedRow = Pick<Migration, 'version' | 'name' | 'isCompatible' | 'hash'> & { appliedAt: Date }

async function listApplied(db: Db): Promise<AppliedRow[]> {
  try {
    return await db<AppliedRow[]>`
      select version, name, hash, is_compatible as "isCompatible", applied_at as "appliedAt"
      from schema_migrations order by version`
  } catch (error) {
    // Nothing was ever migrated here.
    if (sqlState(error) === NO_SUCH_TABLE) return []
    throw error
  }
}
