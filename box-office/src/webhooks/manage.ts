import type { BaseContext } from '../base-context.ts'
import type { Principal } from '../rest/principal.ts'
import { requireOrganizer } from '../organizers/manage.ts'
import { missing, Refusal } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { randomText } from '../rest/random.ts'
import type { WebhookTargets } from '../config.ts'
import { targetAddresses } from '../deliveries/address.ts'
import { WEBHOOK_TYPES } from '../deliveries/announce.ts'
import {
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listLogs,
  listWebhooks,
  updateWebhook,
  type WebhookRow,
} from '../deliveries/store.ts'

const PRIVATE_URL = 'The url cannot point to private or internal IP addresses.'
const OTHER_URL =
  'Webhooks are sent to the ticket origin only. The operator of this box office can allow other addresses.'
/** Each webhook can delay a change by three seconds. */
const MAX_WEBHOOKS = 25
const TOO_MANY = `An organizer can have at most ${MAX_WEBHOOKS} webhooks.`
const LOG_PAGE = 10

/** Only the response to this call contains the secret. */
export async function createWebhook(
  context: BaseContext,
  principal: Principal,
  { organizerId, input }: { organizerId: number; input: unknown },
): Promise<WebhookRow> {
  await requireOrganizer(context, principal, organizerId)
  if ((await listWebhooks(context.db, organizerId)).length >= MAX_WEBHOOKS) throw new Refusal(422, TOO_MANY)
  const wanted = await readWebhook(context, input)
  const secret = randomText(context.random, 32)
  const [webhook] = await insertWebhook(context.db, { ...wanted, organizer_id: organizerId, secret })
  if (webhook === undefined) throw missing('Organizer', organizerId)
  return webhook
}

type WebhookIds = { organizerId: number; id: number }

export async function requireWebhook(
  context: BaseContext,
  principal: Principal,
  ids: WebhookIds,
): Promise<WebhookRow> {
  await requireOrganizer(context, principal, ids.organizerId)
  const webhook = await findWebhook(context.db, ids)
  if (webhook === undefined) throw missing('Webhook', ids.id)
  return webhook
}

export async function editWebhook(
  context: BaseContext,
  principal: Principal,
  { input, ...ids }: WebhookIds & { input: unknown },
): Promise<WebhookRow> {
  const { id } = await requireWebhook(context, principal, ids)
  const [webhook] = await updateWebhook(context.db, { id, ...(await readWebhook(context, input)) })
  if (webhook === undefined) throw missing('Webhook', id)
  return webhook
}

export async function removeWebhook(
  context: BaseContext,
  principal: Principal,
  ids: WebhookIds,
): Promise<void> {
  const { id } = await requireWebhook(context, principal, ids)
  await deleteWebhook(context.db, id)
}

export async function readLogs(
  context: BaseContext,
  principal: Principal,
  ids: WebhookIds & { page: number },
) {
  const { id } = await requireWebhook(context, principal, ids)
  return listLogs(context.db, { webhookId: id, limit: LOG_PAGE, offset: (ids.page - 1) * LOG_PAGE })
}

async function readWebhook({ config }: BaseContext, input: unknown) {
  const fields = new Fields(input)
  const url = fields.text('url')
  if ((fields.raw('event_types') ?? null) === null)
    fields.refuse('event_types', 'The event types field is required.')
  const event_types = fields.entries('event_types', WEBHOOK_TYPES.length).map((each, index) => {
    const known = WEBHOOK_TYPES.find((type) => type === each)
    const name = `event_types.${index}`
    if (known === undefined) fields.refuse(name, `The selected ${name} is invalid.`)
    return known ?? ''
  })
  const status = fields.choice('status', ['ENABLED', 'PAUSED']) ?? 'PAUSED'
  fields.done()
  const { webhookTargets: targets } = config
  if (!(await isTarget(url, targets))) fields.refuse('url', targets.isPublicAllowed ? PRIVATE_URL : OTHER_URL)
  fields.done()
  return { url, event_types: [...new Set(event_types)], status }
}

async function isTarget(url: string, targets: WebhookTargets): Promise<boolean> {
  if (!URL.canParse(url)) return false
  const parsed = new URL(url)
  if (!/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') return false
  return (await targetAddresses(parsed, targets)).length > 0
}
