import { failPage } from '$lib/server/errors.ts'
import { shownSales } from '$lib/server/sales.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import { hasPermission } from '$lib/server/session/visitor.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, url, parent }) => {
  requireMember({ locals, url })
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  const member = requirePermission({ locals, url }, 'view_reports', found.value)
  const { reader } = await parent()
  const isLinked = found.value.hi_events_event_id !== null
  const sales = isLinked ? await locals.api.eventSales(params.id) : null
  return {
    event: { id: params.id, title: found.value.title },
    isLinked: isLinked && !(sales?.ok === false && sales.failure.code === 'NOTHING_LINKED'),
    // The ticket system may be away: then nobody knows, and nothing is shown as zero.
    sales: sales?.ok ? shownSales(sales.value, reader.locale) : null,
    canManage: hasPermission(member, 'manage_ticketing', found.value.accountId),
  }
}
