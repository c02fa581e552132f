import { redirect } from '@sveltejs/kit'
import { text } from '$lib/server/forms/read.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { safeNext } from '$lib/server/session/next.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => {
  if (locals.visitor.kind === 'guest') redirect(303, '/')
}

export const actions: Actions = {
  /** Only a form of this site signs out; a link or an image on another site cannot. */
  default: async ({ request, locals, cookies, url }) => {
    const session = sessionCookies(cookies, url.protocol === 'https:')
    const { refresh } = session.read()
    session.clear()
    if (refresh !== undefined) await locals.api.logout(refresh)
    redirect(303, safeNext(text(await request.formData(), 'next', 1000)))
  },
}
