import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PageContext } from '../kit/context.ts'
import { findMail, listMails, type MailRow } from '../../mail/store.ts'
import { missing } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { paramOf, queryOf } from '../kit/request/query.ts'
import { POLICY, sendPage, sendPageUnder } from '../kit/layout/send-page.ts'
import { MailboxPage } from './mailbox-page.tsx'
import { MailPage } from './mail-page.tsx'

/** Mail programs need inline styles. Only the page that shows a mail allows them. */
const MAIL_POLICY = `${POLICY}; style-src-attr 'unsafe-inline'`

/**
 * For trials without a mail server: a signed-in user reads the mails of the account, anyone else those to the address
 * they type. It therefore exists only when it is switched on, and never together with a mail server.
 */
export function addMailboxRoutes(app: FastifyInstance, context: PageContext): void {
  app.get('/mailbox', async (request, reply) => {
    const { address, accountId, signedIn } = readerOf(request)
    const hasNoReader = accountId === null && address === ''
    const mails = hasNoReader
      ? []
      : await listMails(context.db, { accountId, recipient: address === '' ? null : address })
    const { organisersUrl } = context.config
    return sendPage(reply, <MailboxPage {...{ mails, address, signedIn, organisersUrl }} />)
  })
  app.get('/mailbox/:mail', async (request, reply) => {
    const mail = await readMail(context, request)
    const page = <MailPage mail={mail} content={contentOf(mail)} address={readerOf(request).address} />
    return sendPageUnder(MAIL_POLICY, reply, page)
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

type MailReader = { address: string; accountId: number | null; signedIn: boolean }

/** A typed address has precedence over the account. */
function readerOf(request: FastifyRequest): MailReader {
  const address = (queryOf(request, 'address') ?? '').trim().slice(0, 254)
  const own = request.bearer?.accountId ?? null
  return { address, accountId: address === '' ? own : null, signedIn: own !== null }
}

async function readMail({ db }: PageContext, request: FastifyRequest): Promise<MailRow> {
  const id = idOf(paramOf(request, 'mail'), 'Mail')
  const { address, accountId } = readerOf(request)
  const mail = await findMail(db, id)
  const mayRead = mail?.recipient.toLowerCase() === address.toLowerCase() || mail?.account_id === accountId
  if (mail === undefined || !mayRead) throw missing('Mail', id)
  return mail
}

/** The body of a mail with its attached images inlined. All of it is our own markup. */
function contentOf({ html, attachments }: MailRow): string {
  const body = html.slice(html.indexOf('>', html.indexOf('<body')) + 1, html.lastIndexOf('</body>'))
  return attachments.reduce(
    (text, { cid, contentType, content }) =>
      cid === undefined ? text : text.replaceAll(`"cid:${cid}"`, `"data:${contentType};base64,${content}"`),
    body,
  )
}
