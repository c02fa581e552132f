import { fail, redirect } from '@sveltejs/kit'
import { landingAddress } from '$lib/services/crossAppAuth.ts'
import { failPage } from '$lib/server/errors.ts'
import { signInAddress } from '$lib/server/session/next.ts'
import { may } from '$lib/server/session/visitor.ts'
import { randomUUID } from 'node:crypto'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals }) => {
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  const event = found.value
  return {
    event,
    canManage: may(locals.visitor, 'manage_ticketing', event.accountId),
    canEdit: may(locals.visitor, 'create_events', event.accountId),
    nonce: randomUUID(),
  }
}

export const actions: Actions = {
  /** *Enable ticketing* without scripts: mints, and sends the browser on with the token in the fragment. */
  enter: async ({ params, locals, url }) => {
    if (locals.visitor.kind === 'guest') redirect(303, signInAddress(new URL(`/event/${params.id}`, url)))
    const minted = await locals.api.generateSession({ event_id: params.id })
    if (!minted.ok) return fail(minted.failure.status, { code: minted.failure.code })
    redirect(303, landingAddress(minted.value.landing_url, url.origin, params.id))
  },
}
