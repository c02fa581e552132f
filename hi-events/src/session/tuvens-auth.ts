import type { ValidatedSession } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'
import { renameAccount, upsertPerson } from '../mapping/store.ts'
import { cut } from '../upstream/cut.ts'

/** A Tuvens user as Hi.Events wants one. */
export type TuvensUser = {
  id: string
  email: string
  firstName: string
  /** Absent when the name is a single word. */
  lastName?: string
}

const MAX_NAME = 50

/** Checklist H4: maps a session's user and keeps users and accounts in step with Tuvens. */
export const tuvensAuth = {
  /** The last word is the last name; names are cut to what Hi.Events takes. */
  mapUser(session: ValidatedSession): TuvensUser {
    const words = session.name.trim().split(/\s+/).filter(Boolean)
    const last = words.length > 1 ? words.pop() : undefined
    const first = words.join(' ') || session.email.split('@', 1)[0] || 'Organiser'
    return {
      id: session.user_id,
      email: session.email.trim().toLowerCase(),
      firstName: cut(first, MAX_NAME),
      ...(last !== undefined && { lastName: cut(last, MAX_NAME) }),
    }
  },

  /** Writes what this session says about its user and account; what Tuvens says last wins. */
  async syncAccount(sql: Sql, session: ValidatedSession): Promise<void> {
    await upsertPerson(sql, {
      userId: session.user_id,
      name: session.name,
      email: session.email,
      accountId: session.account_id,
      permissions: session.permissions,
    })
    await renameAccount(sql, session.account_id, session.organiser)
  },
}
