import { failPage } from '$lib/server/errors.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { accountsWith } from '$lib/server/session/visitor.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const member = requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  const canManageMembers = accountsWith(member, 'manage_members').length > 0
  return { methods: methods.value, canManageMembers, done: url.searchParams.get('done') }
}
