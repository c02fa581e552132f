import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import type { RequestHandler } from './$types'

/** All data of the visitor, as a file. */
export const GET: RequestHandler = async ({ locals }) => {
  if (locals.visitor.kind !== 'member') redirect(303, '/sign-in?next=%2Faccount')
  const data = await locals.api.exportData()
  if (!data.ok) failPage(data.failure)
  return new Response(JSON.stringify(data.value, null, 2), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="tuvens-data.json"',
    },
  })
}
