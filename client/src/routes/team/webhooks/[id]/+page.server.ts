import { fail, redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { readEndpointForm } from '$lib/server/forms/webhook.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { webhookAccount } from '$lib/server/webhook-account.ts'
import { MESSAGE_STATES, type MessageState } from '@tuvens/contract'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const stateOf = (url: URL): MessageState | undefined =>
  MESSAGE_STATES.find((state) => state === url.searchParams.get('state'))

export const load: PageServerLoad = async ({ locals, url, params }) => {
  const account = webhookAccount({ locals, url })
  const state = stateOf(url)
  const before = url.searchParams.get('before') ?? ''
  const [endpoint, log] = await Promise.all([
    locals.api.readWebhookEndpoint(account.id, params.id),
    locals.api.listWebhookMessages(account.id, params.id, { before, ...(state && { state }) }),
  ])
  if (!endpoint.ok) failPage(endpoint.failure)
  if (!log.ok) failPage(log.failure)
  const { done, replayed } = Object.fromEntries(url.searchParams)
  return { account, endpoint: endpoint.value, ...log.value, state: state ?? null, done, replayed }
}

/** The endpoint of a form, and the way back to its page. */
async function readForm(event: RequestEvent) {
  const form = await takeForm(event)
  const account = webhookAccount(event).id
  const { id } = event.params
  const back = (done: string): never => redirect(303, `/team/webhooks/${id}?account=${account}&done=${done}`)
  return { form, account, id, back, api: event.locals.api }
}

const DAY_MS = 86_400_000

export const actions: Actions = {
  test: async (event) => {
    const { account, id, back, api } = await readForm(event)
    const answer = await api.testWebhookEndpoint(account, id)
    return answer.ok ? back('tested') : rejectionOf(answer.failure)
  },
  rotate: async (event) => {
    const { account, id, api } = await readForm(event)
    const answer = await api.rotateSigningSecret(account, id)
    // Shown this once, so there is no redirect to a page with an address.
    return answer.ok ? { secret: answer.value.secret } : rejectionOf(answer.failure)
  },
  enable: async (event) => {
    const { account, id, back, api } = await readForm(event)
    const answer = await api.updateWebhookEndpoint(account, id, { is_enabled: true })
    return answer.ok ? back('enabled') : rejectionOf(answer.failure)
  },
  disable: async (event) => {
    const { account, id, back, api } = await readForm(event)
    const answer = await api.updateWebhookEndpoint(account, id, { is_enabled: false })
    return answer.ok ? back('disabled') : rejectionOf(answer.failure)
  },
  save: async (event) => {
    const { form, account, id, back, api } = await readForm(event)
    const { fields, errors } = readEndpointForm(form)
    if (Object.keys(errors).length > 0) return fail(400, { errors, fields })
    const answer = await api.updateWebhookEndpoint(account, id, fields)
    if (answer.ok) return back('saved')
    const { status, data } = rejectionOf(answer.failure)
    return fail(status, { ...data, fields })
  },
  replay: async (event) => {
    const { form, account, id, back, api } = await readForm(event)
    const days = Math.min(30, Math.max(1, Number(form.get('days')) || 1))
    const to = new Date()
    const from = new Date(to.getTime() - days * DAY_MS)
    const only = form.get('only') === 'all' ? 'all' : 'failed'
    const window = { from: from.toISOString(), to: to.toISOString(), only } as const
    const answer = await api.replayWebhookMessages(account, id, window)
    return answer.ok ? back(`replayed&replayed=${answer.value.replayed}`) : rejectionOf(answer.failure)
  },
}
