import { redirect } from '@sveltejs/kit'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

/** Asks before every browser is signed out. */
export const load: PageServerLoad = ({ locals, url }) => void requireMember({ locals, url })

export const actions: Actions = {
  default: async ({ locals, url, cookies }) => {
    requireMember({ locals, url })
    const answer = await locals.api.endSignIns()
    if (!answer.ok) return rejectionOf(answer.failure)
    sessionCookies(cookies, url.protocol === 'https:').clear()
    redirect(303, '/sign-in')
  },
}
