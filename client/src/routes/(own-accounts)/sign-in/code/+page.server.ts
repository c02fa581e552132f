import { fail, redirect } from '@sveltejs/kit'
import type { FormErrors } from '$lib/forms/errors.ts'
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
    const next = safeNext(text(form, 'next', 1000))
    if (token === undefined) redirect(303, startAgainPath(next))
    if (code.length < 6)
      return fail(400, { errors: { code: 'Enter the six digits, or a recovery code' } satisfies FormErrors })
    const answer = await locals.api.finishSecondFactor({ second_factor_token: token, code })
    if (!answer.ok) {
      const { status, code: reason, retryAfterSeconds } = answer.failure
      if (reason === 'MAILED_LINK_INVALID') {
        session.clearSecondStep()
        redirect(303, startAgainPath(next))
      }
      if (reason === 'SECOND_FACTOR_INVALID')
        return fail(status, { errors: { code: WRONG_CODE } satisfies FormErrors })
      const errors: FormErrors = {}
      return fail(status, { errors, ...failureText(reason, retryAfterSeconds) })
    }
    session.clearSecondStep()
    session.write(answer.value)
    redirect(303, next)
  },
}

const WRONG_CODE = 'That code is not right. Wait for the next one, or use another recovery code'

/** The second step ends after some minutes or some wrong codes; the sign-in page says so. */
const startAgainPath = (next: string) => `/sign-in?code-ended&next=${encodeURIComponent(next)}`
