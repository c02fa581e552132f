import { redirect } from '@sveltejs/kit'
import { secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url }) => {
  const token = url.searchParams.get('token')?.slice(0, 100) ?? ''
  const isDone = url.searchParams.has('done')
  if (token === '' && !isDone) redirect(303, '/forgot-password')
  return { token, isDone }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const password = secret(form, 'password')
    if (password.length < 8) return rejected(400, { password: 'Use at least 8 characters' })
    if (password.length > 128) return rejected(400, { password: 'Use at most 128 characters' })
    const answer = await locals.api.resetPassword({ token: text(form, 'token', 100), password })
    if (!answer.ok) return rejectionOf(answer.failure)
    sessionCookies(cookies, url.protocol === 'https:').clear()
    redirect(303, '/reset-password?done')
  },
}
