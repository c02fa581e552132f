import type { ValidatedSession } from '@tuvens/contract'
import type { Context } from '../context.ts'
import type { LinkedAccount } from '../mapping/account.ts'
import { saveOrganizer } from '../mapping/store.ts'
import { tuvensAuth } from '../session/tuvens-auth.ts'

/** An account that has its organizer. */
export type OrganisedAccount = LinkedAccount & { organizerId: number }

/** The account's organizer; an existing one of the same name is taken before another is made. */
export async function haveOrganizer(
  ctx: Context,
  account: LinkedAccount,
  session: ValidatedSession,
): Promise<OrganisedAccount> {
  if (account.organizerId !== null) return { ...account, organizerId: account.organizerId }
  const { id } = await ctx.tokens.use(
    account,
    async (token) =>
      (await ctx.hiEvents.organizers(token)).find(
        (each) => each.name === session.organiser && each.status !== 'ARCHIVED',
      ) ?? (await ctx.hiEvents.createOrganizer(token, organizerOf(session))),
  )
  await saveOrganizer(ctx.db, account.id, id)
  return { ...account, organizerId: id, webhookId: null, webhookSecret: null }
}

function organizerOf(session: ValidatedSession) {
  return {
    name: session.organiser,
    email: tuvensAuth.mapUser(session).email,
    timezone: session.event?.timezone ?? 'UTC',
    currency: session.event?.currency ?? 'EUR',
  }
}
