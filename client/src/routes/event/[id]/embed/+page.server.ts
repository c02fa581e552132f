import { fail, redirect } from '@sveltejs/kit'
import { FramingOrigin, MAX_FRAMING_ORIGINS } from '@tuvens/contract'
import loader from '@tuvens/embed/current' with { type: 'json' }
import { isLoopbackName } from '@tuvens/platform/loopback'
import { failPage } from '$lib/server/errors.ts'
import { lines } from '$lib/server/forms/read.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import { failureText } from '$lib/words/failures.ts'
import { Check } from 'typebox/schema'
import type { Actions, PageServerLoad } from './$types'

const MAX_LENGTH = MAX_FRAMING_ORIGINS * 300

export const load: PageServerLoad = async ({ params, locals, url }) => {
  requireMember({ locals, url })
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  const { id, title, hi_events_event_id: linked } = found.value
  requirePermission({ locals, url }, 'manage_ticketing', found.value)
  locals.framesItself = true
  if (linked === null) redirect(303, `/event/${params.id}`)
  const framing = await locals.api.framing(params.id)
  if (!framing.ok) failPage(framing.failure)
  return {
    event: { id, title },
    origins: framing.value.origins,
    loader,
    isSaved: url.searchParams.has('saved'),
  }
}

export const actions: Actions = {
  default: async ({ request, params, locals, url }) => {
    requireMember({ locals, url })
    const typed = lines(await request.formData(), 'origins', MAX_LENGTH)
    const { origins, problem } = readOrigins(typed)
    if (problem !== null) return fail(400, { typed, error: problem })
    const saved = await locals.api.putFraming(params.id, origins)
    if (!saved.ok) return fail(saved.failure.status, { typed, ...failureText(saved.failure.code) })
    redirect(303, `/event/${params.id}/embed?saved`)
  },
}

/**
 * The origins of the addresses that were typed, one a line; of a page's address, its origin is meant. Without https anyone
 * on the way could frame the tickets; only the machine under a desk may do without.
 */
function readOrigins(typed: string): { origins: string[]; problem: string | null } {
  const origins = new Set<string>()
  for (const line of typed.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    const address = /^[a-z][a-z0-9+.-]*:/i.test(line) ? line : `https://${line}`
    const url = URL.canParse(address) ? new URL(address) : null
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackName(url.hostname))
    if (url === null || !isSafe || !Check(FramingOrigin, url.origin))
      return { origins: [], problem: `“${line}” is not the address of a site, such as https://venue.example` }
    origins.add(url.origin)
  }
  const isTooMany = origins.size > MAX_FRAMING_ORIGINS
  return {
    origins: [...origins],
    problem: isTooMany ? `Enter no more than ${MAX_FRAMING_ORIGINS} sites` : null,
  }
}
