import { fail, redirect } from '@sveltejs/kit'
import { type LandingForm, landingFormOf } from '$lib/services/crossAppAuth.ts'
import { signInPathOf } from '$lib/server/session/next.ts'
import type { ErrorCode } from '@tuvens/contract'
import type { Actions, PageServerLoad } from './$types'

/** The page has content only after its form was posted. */
export const load: PageServerLoad = ({ params, request }) => {
  if (request.method !== 'POST') redirect(303, `/event/${params.id}`)
}

type EnterResult = { landing: LandingForm | null; code: ErrorCode | null }

export const actions: Actions = {
  /**
   * *Enable ticketing* without scripts: creates a session, and shows a page whose form posts the token to the landing
   * (decisions/007). Like every page of a member, it is not stored in any cache.
   */
  default: async ({ params, locals, url }) => {
    const { visitor, api } = locals
    if (visitor.kind === 'guest') redirect(303, signInPathOf(new URL(`/event/${params.id}`, url)))
    if (visitor.kind === 'unknown') return fail(503, refused('API_UNAVAILABLE'))
    const issued = await api.generateSession({ event_id: params.id })
    if (!issued.ok) return fail(issued.failure.status, refused(issued.failure.code))
    const landing = landingFormOf(issued.value.landing_url, url.origin, params.id)
    return { landing, code: null } satisfies EnterResult
  },
}

function refused(code: ErrorCode): EnterResult {
  return { landing: null, code }
}
