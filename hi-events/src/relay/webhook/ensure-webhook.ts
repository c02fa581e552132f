import { NATIVE_EVENT_TYPES } from '@tuvens/contract'
import type { RelayContext } from '../context.ts'
import { type AccountWithOrganizer, sealWebhookSecret } from '../../mapping/account.ts'
import { beginWebhook, saveWebhook, saveWebhookError } from '../../mapping/store.ts'
import type { Bearer } from '../../upstream/call.ts'
import { isUpstream } from '../../upstream/errors.ts'

/**
 * Ensures that the organizer has a webhook with our address. Ticketing also works without it, when Hi.Events refuses the
 * address: the sweep finds every change a little later, and the doctor names the setting to fix.
 */
export async function ensureWebhook(
  context: RelayContext,
  account: AccountWithOrganizer,
): Promise<AccountWithOrganizer> {
  if (account.webhookId !== null && account.webhookSecret !== null) return account
  try {
    const { id, secret } = await context.tokens.use(account, (token) =>
      replaceWebhook(context, account, token),
    )
    const webhookSecret = sealWebhookSecret(context.vault, account.id, secret)
    await saveWebhook(context.db, account.id, { id, secret: webhookSecret })
    return { ...account, webhookId: id, webhookSecret }
  } catch (error) {
    if (!isUpstream(error, 'refused', 'forbidden')) throw error
    context.log.warn({ account: account.id, reason: error.sentence }, 'Hi.Events refuses our webhook address')
    const words = `Hi.Events does not take our webhook address. It says: ${error.sentence ?? 'nothing more'}`
    await saveWebhookError(context.db, account.id, words)
    return account
  }
}

/** Address and event types that an account's webhook must have. */
export function wantedWebhook(
  context: RelayContext,
  tenantKey: string,
): { url: string; event_types: string[] } {
  const url = `${context.config.webhookUrl}/hooks/hi-events/${tenantKey}`
  return { url, event_types: [...NATIVE_EVENT_TYPES] }
}

/**
 * Replaces webhooks of ours whose secret was lost with the response, or with the database: Hi.Events shows a secret only once.
 * An account's tenant key may have been another one then.
 */
async function replaceWebhook(context: RelayContext, account: AccountWithOrganizer, token: Bearer) {
  const { organizerId } = account
  const wanted = wantedWebhook(context, account.tenantKey)
  const mayExist = await beginWebhook(context.db, account.id)
  const all = mayExist ? await context.hiEvents.webhooks(token, organizerId) : []
  const ownUrls = wantedWebhook(context, '').url
  const unusable = all.filter((each) => each.url.startsWith(ownUrls))
  for (const each of unusable) await context.hiEvents.deleteWebhook(token, organizerId, each.id)
  return context.hiEvents.createWebhook(token, organizerId, wanted)
}
