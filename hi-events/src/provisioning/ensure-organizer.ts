import type { ValidatedSession } from '@tuvens/contract'
import type { ProvisioningContext } from './context.ts'
import type { AccountWithLogin, AccountWithOrganizer } from '../mapping/account.ts'
import { beginOrganizer, saveOrganizer } from '../mapping/store.ts'
import { tuvensAuth } from '../session/tuvens-auth.ts'
import type { Bearer } from '../upstream/call.ts'
import { cut } from '../upstream/cut.ts'
import { DEFAULT_LOCALE_SETTINGS, localeSettingsOf, createWithFallback } from './locale-settings.ts'

const MAX_NAME = 100

/** Returns the account's organizer: the stored one, else one of the same name that was tried before, else a new one. */
export async function ensureOrganizer(
  context: ProvisioningContext,
  account: AccountWithLogin,
  session: ValidatedSession,
): Promise<AccountWithOrganizer> {
  if (account.organizerId !== null) return { ...account, organizerId: account.organizerId }
  const wanted = organizerOf(session)
  const mayExist = await beginOrganizer(context.db, account.id)
  const { id } = await context.tokens.use(
    account,
    async (token) =>
      (mayExist ? await findOrganizer(context, token, wanted.name) : undefined) ??
      (await createWithFallback(DEFAULT_LOCALE_SETTINGS, wanted, (body) =>
        context.hiEvents.createOrganizer(token, body),
      )),
  )
  await saveOrganizer(context.db, account.id, id)
  return { ...account, organizerId: id, webhookId: null, webhookSecret: null }
}

async function findOrganizer({ hiEvents }: ProvisioningContext, token: Bearer, name: string) {
  return (await hiEvents.organizers(token)).find((each) => each.name === name && each.status !== 'ARCHIVED')
}

function organizerOf(session: ValidatedSession) {
  const { email } = tuvensAuth.mapUser(session)
  return { name: cut(session.organiser, MAX_NAME), email, ...localeSettingsOf(session) }
}
