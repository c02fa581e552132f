import { NATIVE_EVENT_TYPES } from '@tuvens/contract'
import type { RelayContext } from '../context.ts'
import { type OrganisedAccount, sealWebhookSecret } from '../../mapping/account.ts'
import { saveWebhook, saveWebhookError } from '../../mapping/store.ts'
import type { Bearer } from '../../upstream/call.ts'
import { isUpstream } from '../../upstream/errors.ts'

/**
 * The organizer's webhook to us. When Hi.Events does not take our address, ticketing works all the same: the sweep then
 * learns every change, a little later, and `doctor` names the setting.
 */
export async function ensureWebhook(
  context: RelayContext,
  account: OrganisedAccount,
): Promise<OrganisedAccount> {
  if (account.webhookId !== null && account.webhookSecret !== null) return account
  try {
    const { id, secret } = await context.tokens.use(account, (token) => make(context, account, token))
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

/** What an account's webhook has to be. */
export function wantedWebhook(
  context: RelayContext,
  tenantKey: string,
): { url: string; event_types: string[] } {
  const url = `${context.config.webhookUrl}/hooks/hi-events/${tenantKey}`
  return { url, event_types: [...NATIVE_EVENT_TYPES] }
}

/** A webhook of ours whose secret was lost with its answer is of no use: the secret is never shown again. */
async function make(context: RelayContext, account: OrganisedAccount, token: Bearer) {
  const { organizerId } = account
  const wanted = wantedWebhook(context, account.tenantKey)
  const all = await context.hiEvents.webhooks(token, organizerId)
  const useless = all.filter((each) => each.url === wanted.url)
  for (const each of useless) await context.hiEvents.deleteWebhook(token, organizerId, each.id)
  return context.hiEvents.createWebhook(token, organizerId, wanted)
}
