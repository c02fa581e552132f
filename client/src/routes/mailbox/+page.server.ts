import { failPage } from '$lib/server/errors.ts'
import type { PageServerLoad } from './$types'

/** Mails of a system without a mail server. Elsewhere the API has no such route, and the page is not found. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const address = (url.searchParams.get('address') ?? '').trim().slice(0, 254)
  const found = await locals.api.listMails(address.length < 3 ? 'nobody@localhost' : address)
  if (!found.ok) failPage(found.failure)
  const mails = found.value.mails.map(({ id, subject, text }) => ({ id, subject, parts: text.split('\n\n') }))
  const query = address === '' ? '' : `?${new URLSearchParams({ address })}`
  const ticketMailbox = locals.ticketMailbox && locals.ticketMailbox + query
  return { address, mails, ticketMailbox }
}
