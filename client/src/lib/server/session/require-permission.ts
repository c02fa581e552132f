import { error } from '@sveltejs/kit'
import type { Permission } from '@tuvens/contract'
import { failureText } from '$lib/words/failures.ts'
import { whoMay } from '$lib/words/roles.ts'
import { type Member, requireMember } from './require.ts'
import { hasPermission } from './visitor.ts'

type OwnedEvent = { id: string; accountId: number; accountName: string }

/** Refuses the page of a form that the API would refuse, and says who may use it. */
export function requirePermission(
  request: { locals: App.Locals; url: URL },
  permission: Permission,
  { id, accountId, accountName }: OwnedEvent,
): Member {
  const member = requireMember(request)
  if (hasPermission(member, permission, accountId)) return member
  const isMember = member.accounts.some((each) => each.account_id === accountId)
  const code = isMember ? 'PERMISSION_DENIED' : 'NOT_A_MEMBER'
  const message = `This is for ${whoMay(permission)} of ${accountName}. An owner or admin can change your role.`
  const text = failureText(code)
  const wayOn = { text: 'Back to the event', href: `/event/${id}` }
  error(403, { ...text, ...(isMember && { message }), code, wayOn })
}
