import { redirect } from '@sveltejs/kit'
import { text } from '$lib/server/forms/read.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { signInPathOf } from '$lib/server/session/next.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening the link changes nothing: programs that scan mail open links, too. */
export const load: PageServerLoad = async ({ locals: { api, visitor, signInElsewhere }, url }) => {
  const token = url.searchParams.get('token')?.slice(0, 100) ?? ''
  const isDeclined = url.searchParams.has('declined')
  const found = token === '' ? undefined : await api.readInvitation(token)
  // The address of a form that was refused has the form's name, too.
  const here = `/invitation?token=${encodeURIComponent(token)}`
  return {
    token,
    isDeclined,
    isDeclining: url.searchParams.has('decline'),
    invitation: found?.ok === true ? found.value : null,
    problem: found?.ok === false ? failureText(found.failure.code) : failureText('MAILED_LINK_INVALID'),
    email: visitor.kind === 'member' ? visitor.user.email : null,
    here,
    signIn: signInPathOf(new URL(here, url)),
    signUp: signInElsewhere === null ? `/sign-up?next=${encodeURIComponent(here)}` : null,
  }
}

export const actions: Actions = {
  accept: async ({ request, locals, url }) => {
    const token = text(await request.formData(), 'token', 100)
    const here = new URL(`/invitation?token=${encodeURIComponent(token)}`, url)
    if (locals.visitor.kind !== 'member') redirect(303, signInPathOf(here))
    const answer = await locals.api.acceptInvitation(token)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/my-events')
  },
  decline: async ({ request, locals }) => {
    const answer = await locals.api.declineInvitation(text(await request.formData(), 'token', 100))
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/invitation?declined')
  },
}
