import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { readPasskeyLogin } from '$lib/server/forms/passkey.ts'
import { text } from '$lib/server/forms/read.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { safeNext } from '$lib/server/session/next.ts'
import type { Actions, PageServerLoad } from './$types'

const MAX_ANSWER = 20_000

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'))
  if (locals.visitor.kind === 'member') redirect(303, next)
  const options = await locals.api.passkeyLoginOptions()
  if (!options.ok) failPage(options.failure)
  return { next, options: JSON.stringify(options.value), isRefused: url.searchParams.has('refused') }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const next = safeNext(text(form, 'next', 1000))
    const use = readPasskeyLogin(text(form, 'passkey', MAX_ANSWER))
    const answer = use === undefined ? undefined : await locals.api.loginWithPasskey(use)
    if (answer?.ok !== true) redirect(303, `/sign-in/passkey?refused&next=${encodeURIComponent(next)}`)
    sessionCookies(cookies, url.protocol === 'https:').write(answer.value)
    redirect(303, next)
  },
}
