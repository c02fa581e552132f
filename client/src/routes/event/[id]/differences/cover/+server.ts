import { failureOf } from '$lib/server/api/result.ts'
import { failPage } from '$lib/server/errors.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { RequestHandler } from './$types'

/** The picture that the ticket system shows, for the page of differences: the browser is led to no other host. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  requireMember({ locals, url })
  const picture = await locals.api.cover(params.id, url.searchParams.get('seen') ?? '')
  if (picture === null) return failPage(failureOf('PICTURE_NOT_FOUND').failure)
  return new Response(new Uint8Array(picture), {
    headers: { 'content-type': 'image/jpeg', 'content-security-policy': "default-src 'none'; sandbox" },
  })
}
