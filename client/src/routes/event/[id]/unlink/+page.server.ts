import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, url }) => {
  requireMember({ locals, url })
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  requirePermission({ locals, url }, 'manage_ticketing', found.value)
  if (found.value.ticketing_status === 'none') redirect(303, `/event/${params.id}`)
  return { event: found.value }
}

export const actions: Actions = {
  default: async ({ params, locals, url }) => {
    requireMember({ locals, url })
    const unlinked = await locals.api.deleteLink(params.id)
    if (!unlinked.ok) failPage(unlinked.failure)
    redirect(303, `/event/${params.id}`)
  },
}
