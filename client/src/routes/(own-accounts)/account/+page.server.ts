import { failPage } from '$lib/server/errors.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { user } = requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  return { name: user.name, methods: methods.value, done: url.searchParams.get('done') }
}
