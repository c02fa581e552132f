import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { secret } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

/** Says what goes: the accounts that the visitor owns, and how many of their events have tickets. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const member = requireMember({ locals, url })
  const owned = member.accounts.filter((each) => each.role === 'owner')
  const counts = await Promise.all(
    owned.map(async ({ account_id, name }) => {
      const found = await locals.api.listEvents({ account_id, when: 'all', limit: 100 })
      if (!found.ok) failPage(found.failure)
      const { events } = found.value
      return {
        name,
        events: events.length,
        withTickets: events.filter((each) => each.ticketing_status !== 'none').length,
      }
    }),
  )
  return { accounts: counts }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    requireMember({ locals, url })
    const password = secret(await request.formData(), 'password').slice(0, 128)
    if (password === '') return rejected(400, { password: 'Enter your password' })
    const answer = await locals.api.deleteUser(password)
    if (!answer.ok) return rejectionOf(answer.failure)
    sessionCookies(cookies, url.protocol === 'https:').clear()
    redirect(303, '/')
  },
}
