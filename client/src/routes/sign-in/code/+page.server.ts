import { fail, redirect } from '@sveltejs/kit'
import { text } from '$lib/server/forms/read.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { safeNext } from '$lib/server/session/next.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const next = safeNext(url.searchParams.get('next'))
  if (locals.visitor.kind === 'member') redirect(303, next)
  const isStarted = sessionCookies(cookies, url.protocol === 'https:').readSecondStep() !== undefined
  if (!isStarted) redirect(303, `/sign-in?next=${encodeURIComponent(next)}`)
  return { next }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const session = sessionCookies(cookies, url.protocol === 'https:')
    const [token, code] = [session.readSecondStep(), text(form, 'code', 20)]
    if (token === undefined) redirect(303, '/sign-in')
    if (code.length < 6) return fail(400, { errors: { code: 'Enter the six digits, or a recovery code' } })
    const answer = await locals.api.finishSecondFactor({ second_factor_token: token, code })
    if (!answer.ok) {
      const { status, code: reason } = answer.failure
      if (reason === 'MAILED_LINK_INVALID') redirect(303, '/sign-in')
      return fail(status, { errors: { code: failureText(reason).message }, ...failureText(reason) })
    }
    session.clearSecondStep()
    session.write(answer.value)
    redirect(303, safeNext(text(form, 'next', 1000)))
  },
}
