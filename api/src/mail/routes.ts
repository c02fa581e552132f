import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { BaseContext } from '../base/context.ts'
import { noStore } from '../http/no-store.ts'
import { listShownMails } from './store.ts'

/** For laptops without a mail server: anyone who reaches this service reads the mails to any address. */
export function addMailboxRoutes(app: FastifyInstance, { config, secrets, db }: BaseContext): void {
  if (!config.mailbox || secrets.smtpUrl !== undefined) return
  addRoute(app, API_ROUTES.listMails, [noStore], async ({ query }) => ({
    mails: await listShownMails(db, query.address),
  }))
}
