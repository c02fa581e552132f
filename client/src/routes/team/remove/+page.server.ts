import { error, redirect } from '@sveltejs/kit'
import { PERMISSIONS_OF_ROLE } from '@tuvens/contract'
import { failPage, pageError } from '$lib/server/errors.ts'
import { failureOf } from '$lib/server/api/result.ts'
import { text } from '$lib/server/forms/read.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

/** Asks before a member is removed, or leaves. */
export const load: PageServerLoad = async ({ locals, url }) => {
  requireMember({ locals, url })
  const id = url.searchParams.get('id') ?? ''
  const found = await locals.api.readTeam(String(Number(url.searchParams.get('account')) || 0))
  if (!found.ok) failPage(found.failure)
  const { account_id: account, name: accountName, members, role } = found.value
  const who = members.find((each) => each.user_id === id)
  if (who === undefined) error(404, pageError(failureOf('MEMBER_NOT_FOUND').failure))
  if (who.role === 'owner') error(409, pageError(failureOf('OWNER_NEEDED').failure))
  const mayManage = PERMISSIONS_OF_ROLE[role].includes('manage_members')
  if (!mayManage && !who.is_self) error(403, pageError(failureOf('PERMISSION_DENIED').failure))
  return { account, accountName, who }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const member = requireMember({ locals, url })
    const form = await request.formData()
    const [account, id] = [text(form, 'account', 20), text(form, 'id', 40)]
    const answer = await locals.api.removeMember(account, id)
    if (!answer.ok) return rejectionOf(answer.failure)
    const back = `/team?account=${encodeURIComponent(account)}&done=removed`
    redirect(303, id === member.user.id ? '/team?done=left' : back)
  },
}
