import { failPage } from '$lib/server/errors.ts'
import { clicks } from '$lib/server/session/click.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import { landingFormOf, landingUrlWithReturn, startUrl } from '$lib/services/crossAppAuth.ts'
import { CodeChallenge } from '@tuvens/contract'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import { redirect } from '@sveltejs/kit'
import { Check } from 'typebox/schema'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/**
 * Without a code challenge, a page with the button: for somebody who signed in on the way, or starts again. With the
 * challenge of this browser and a click that was made in it, the way into the ticket system (decisions/007).
 */
export const load: PageServerLoad = async (event) => {
  const { params, url, request, isDataRequest, locals } = event
  const member = memberOf(event)
  const challenge = url.searchParams.get('code_challenge')
  if (challenge === null) {
    const found = await locals.api.readEvent(params.id)
    if (!found.ok) failPage(found.failure)
    requirePermission({ locals, url }, 'view_reports', found.value)
    return { landing: null }
  }
  // A HEAD request, a preloading script or an address that somebody sent creates no session.
  const isNavigation = request.method === 'GET' && !isDataRequest
  const click =
    isNavigation && Check(CodeChallenge, challenge) ? clicksOf(event).take(params.id, member.user.id) : null
  if (click === null) redirect(303, `/event/${params.id}/enter`)
  const issued = await locals.api.generateSession({ event_id: params.id, code_challenge: challenge })
  if (!issued.ok) failPage(issued.failure)
  const landingUrl = landingUrlWithReturn(issued.value.landing_url, {
    site: url.origin,
    eventId: params.id,
    action: click.action,
  })
  if (click.hasScripts) redirect(303, landingUrl)
  locals.holdsToken = true
  return { landing: landingFormOf(landingUrl) }
}

export const actions: Actions = {
  /** *Enable ticketing*: remembers the click, and leads over the ticket origin back to this page. */
  default: async (event) => {
    const { params, request, locals } = event
    const member = memberOf(event)
    const form = await request.formData()
    const hasScripts = form.get('scripts') === 'yes'
    const traceparent = currentTraceparent()
    const click = { eventId: params.id, userId: member.user.id, hasScripts, traceparent }
    clicksOf(event).remember(form.get('to') === 'attendees' ? { ...click, action: 'attendees' } : click)
    redirect(303, startUrl(locals.ticketOrigin, params.id, traceparent))
  },
}

/** The member who sends the request; a guest signs in first, and then finds the button here. */
function memberOf({ locals, url, params }: RequestEvent) {
  return requireMember({ locals, url: new URL(`/event/${params.id}/enter`, url) })
}

const clicksOf = ({ cookies, url }: RequestEvent) => clicks(cookies, url.protocol === 'https:')
