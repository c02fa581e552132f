import { createDb, sqlState } from '@tuvens/platform/db/db'
import { randomBytes } from 'node:crypto'
import { newAccount } from '../../api/src/auth/new-account.ts'
import { hashPassword } from '../../api/src/auth/password/passwords.ts'
import { insertUserWithAccount } from '../../api/src/auth/store.ts'
import { UNIQUE_VIOLATION } from '../../api/src/base/sql-state.ts'
import type { OrganiserProfile } from './tuvens.ts'

/**
 * Puts the demo organisers into the API's database with a confirmed e-mail. Nobody reads the mail of their addresses, so
 * no call of the API could confirm them where mails are sent (SMTP_URL).
 */
export async function insertOrganisers(databaseUrl: string, organisers: OrganiserProfile[]): Promise<void> {
  const db = createDb(databaseUrl, { max: 1 })
  try {
    for (const { name, email, password, account } of organisers) {
      const user = { name, email, passwordHash: await hashPassword(password), isEmailVerified: true }
      await insertUserWithAccount(db, user, newAccount(account, randomBytes)).catch((error: unknown) => {
        // An earlier start inserted them.
        if (sqlState(error) !== UNIQUE_VIOLATION) throw error
      })
    }
  } finally {
    await db.end()
  }
}
