import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import { findMail, listMails, type MailRow } from '../../mail/store.ts'
import { missing } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { paramOf, queryOf } from '../kit/request.ts'
import { POLICY, sendPage } from '../kit/send.ts'
import { MailboxPage, MailPage } from './page.tsx'

/** A mail's styles stand on its elements, as mail programs want them. Only a page that shows one allows that. */
const MAIL_POLICY = `${POLICY}; style-src-attr 'unsafe-inline'`

/**
 * For trying things out: whoever is signed in reads their account's mails, everyone else those to the address they
 * type. So it exists only where somebody switched it on, and never beside a mail server.
 */
export function registerMailbox(app: FastifyInstance, context: Context): void {
  app.get('/mailbox', async (request, reply) => {
    const { address, accountId, signedIn } = readerOf(request)
    const nobody = accountId === null && address === ''
    const mails = nobody
      ? []
      : await listMails(context.db, { accountId, recipient: address === '' ? null : address })
    return sendPage(reply, <MailboxPage mails={mails} address={address} signedIn={signedIn} />)
  })
  app.get('/mailbox/:mail', async (request, reply) => {
    const mail = await readMail(context, request)
    const page = <MailPage mail={mail} content={contentOf(mail)} address={readerOf(request).address} />
    return sendPage(reply.header('content-security-policy', MAIL_POLICY), page)
  })
  app.get('/mailbox/:mail/attachment/:index', async (request, reply) => {
    const { attachments } = await readMail(context, request)
    const found = attachments[Number(paramOf(request, 'index'))]
    if (found === undefined) throw missing('Attachment', 0)
    return reply
      .header('content-disposition', `attachment; filename="${found.filename}"`)
      .header('cache-control', 'no-store')
      .type(found.contentType)
      .send(Buffer.from(found.content, 'base64'))
  })
}

type Reader = { address: string; accountId: number | null; signedIn: boolean }

/** An address that was typed counts before the account. */
function readerOf(request: FastifyRequest): Reader {
  const address = (queryOf(request, 'address') ?? '').trim().slice(0, 254)
  const own = request.bearer?.accountId ?? null
  return { address, accountId: address === '' ? own : null, signedIn: own !== null }
}

async function readMail({ db }: Context, request: FastifyRequest): Promise<MailRow> {
  const id = idOf(paramOf(request, 'mail'), 'Mail')
  const { address, accountId } = readerOf(request)
  const mail = await findMail(db, id)
  const theirs = mail?.recipient.toLowerCase() === address.toLowerCase() || mail?.account_id === accountId
  if (mail === undefined || !theirs) throw missing('Mail', id)
  return mail
}

/** What stands in a mail's body, with the pictures that travel along in their places. All of it is our own writing. */
function contentOf({ html, attachments }: MailRow): string {
  const body = /<body[^>]*>([^]*)<\/body>/.exec(html)?.[1] ?? ''
  return attachments.reduce(
    (text, { cid, contentType, content }) =>
      cid === undefined ? text : text.replaceAll(`cid:${cid}`, `data:${contentType};base64,${content}`),
    body,
  )
}
