import { failPage } from '$lib/server/errors.ts'
import { webhookAccount } from '$lib/server/webhook-account.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const account = webhookAccount({ locals, url })
  const found = await locals.api.listWebhookEndpoints(account.id)
  if (!found.ok) failPage(found.failure)
  return { account, endpoints: found.value.endpoints, isDeleted: url.searchParams.get('done') === 'deleted' }
}
