import loader from '@tuvens/embed/current' with { type: 'json' }
import { optionsOf, previewPage, previewPolicy } from '$lib/format/embed-code/preview-page.ts'
import { failPage } from '$lib/server/errors.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import type { RequestHandler } from './$types'

/** The code of the builder, run: a page as another site's, which only this site may frame. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  requireMember({ locals, url })
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  requirePermission({ locals, url }, 'manage_ticketing', found.value)
  const { ticketOrigin } = locals
  const options = optionsOf(url.searchParams)
  return new Response(previewPage({ ticketOrigin, eventId: found.value.id, loader, options }), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': previewPolicy(ticketOrigin),
      'x-frame-options': 'SAMEORIGIN',
    },
  })
}
