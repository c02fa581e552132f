import loader from '@tuvens/embed/current' with { type: 'json' }
import { wordpressPlugin } from '$lib/format/embed-code/wordpress-plugin.ts'
import type { RequestHandler } from './$types'

/** The plugin for WordPress: the same for every event, and no secret. */
export const GET: RequestHandler = ({ locals: { ticketOrigin } }) =>
  new Response(wordpressPlugin({ ticketOrigin, loader }), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="tuvens-tickets.php"',
    },
  })
