import { redirect } from '@sveltejs/kit'
import { secret } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { afterConfirming, originOf, signInPathOf } from '$lib/server/session/next.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening the link changes nothing: programs that scan mail open links, too. The button does. */
export const load: PageServerLoad = ({ locals: { visitor }, url }) => {
  const { token, next } = read(url)
  const isMember = visitor.kind === 'member'
  if (token === '' && !isMember) redirect(303, signInPathOf(url))
  if (isMember && visitor.isEmailVerified) redirect(303, next)
  return { token, next, email: isMember ? visitor.user.email : null, wasSent: url.searchParams.has('sent') }
}

function read({ searchParams }: URL): { token: string; next: string } {
  const token = searchParams.get('token')?.slice(0, 100) ?? ''
  return { token, next: afterConfirming(searchParams.get('next')) }
}

export const actions: Actions = {
  confirm: async ({ request, locals, cookies, url }) => {
    const password = secret(await request.formData(), 'password').slice(0, 128)
    const { token, next } = read(url)
    if (locals.visitor.kind === 'member') {
      const answer = await locals.api.verifyOwnEmail(token)
      if (!answer.ok) return rejectionOf(answer.failure)
      redirect(303, next)
    }
    if (password === '') return rejected(400, { password: 'Enter the password you chose' })
    const answer = await locals.api.verifyEmail({ token, password })
    if (!answer.ok) return rejectionOf(answer.failure)
    sessionCookies(cookies, url.protocol === 'https:').write(answer.value)
    redirect(303, next)
  },
  resend: async ({ locals, url }) => {
    if (locals.visitor.kind !== 'member') redirect(303, signInPathOf(url))
    const { next } = read(url)
    const { next: page } = originOf(next)
    const answer = await locals.api.resendVerification(page === undefined ? {} : { next: page })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, `/verify-email?sent&next=${encodeURIComponent(next)}`)
  },
}
