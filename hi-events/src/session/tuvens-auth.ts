import type { ValidatedSession } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { renameAccount, upsertMembership } from '../mapping/store.ts'
import { cut } from '../upstream/cut.ts'

const MAX_NAME = 50

/** Checklist H4: maps the user of a session, and stores the user and the account as Tuvens last described them. */
export const tuvensAuth = {
  /** The last word is the last name; a single word is a first name. Names are cut to the length that Hi.Events accepts. */
  mapUser(session: ValidatedSession) {
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

  /** Stores the user, the membership and the account of a session; the latest session overwrites. */
  async syncAccount(sql: Sql, session: ValidatedSession): Promise<void> {
    await upsertMembership(sql, {
      userId: session.user_id,
      name: session.name,
      email: session.email,
      accountId: session.account_id,
      permissions: session.permissions,
    })
    await renameAccount(sql, session.account_id, session.organiser)
  },
}
