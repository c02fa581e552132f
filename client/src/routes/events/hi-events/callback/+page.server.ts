import { failPage } from '$lib/server/errors.ts'
import { hasPermission } from '$lib/server/session/visitor.ts'
import type { PageServerLoad } from './$types'

/**
 * C8: the page to which an organiser returns. It takes only the event's id from the URL and reads the event from the API: `status`, `error_code` and the rest may be forged or missing, so the page does not depend on them.
 */
export const load: PageServerLoad = async ({ locals, url }) => {
  const id = url.searchParams.get('event_id') ?? ''
  if (!/^[1-9]\d{0,17}$/.test(id)) return { event: null, canManage: false }
  const found = await locals.api.readEvent(id)
  if (found.ok)
    return {
      event: found.value,
      canManage: hasPermission(locals.visitor, 'manage_ticketing', found.value.accountId),
    }
  return found.failure.status === 404 ? { event: null, canManage: false } : failPage(found.failure)
}
