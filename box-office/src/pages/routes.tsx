import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { PageContext as Context } from './kit/context.ts'
import { missing } from '../refusal.ts'
import { registerAuthPages } from './auth/routes.tsx'
import { answerPageErrors } from './errors.tsx'
import { registerCheckout } from './checkout/routes.tsx'
import { recognise, requireLogin } from './guard.ts'
import { loadAssets, serveAssets } from './kit/assets.ts'
import { refuseForeignPosts } from './kit/csrf.ts'
import { limitPosts } from './limit.tsx'
import { registerMailbox } from './mailbox/routes.tsx'
import { registerEventPages } from './manage/events-routes.tsx'
import { registerAttendeePages, registerOrderPages } from './manage/orders-routes.tsx'
import { registerPromoPages } from './manage/promo-routes.tsx'
import { registerSectionPages } from './manage/section-routes.tsx'
import { registerTaxPages } from './manage/tax-routes.tsx'
import { registerTicketPages } from './manage/tickets-routes.tsx'
import { registerWaitingPage } from './manage/waiting-page.tsx'
import { registerShop } from './shop/routes.tsx'
import { registerWaitlist } from './shop/waitlist.tsx'
import { registerTickets } from './ticket/routes.tsx'

const FORM_LIMIT = 128 * 1024

/** Every page of the box office. What is not JSON under `/api` is a page, also when it is not there. */
export async function registerPages(app: FastifyInstance, context: Context): Promise<void> {
  const assets = loadAssets()
  serveAssets(app, assets)
  await app.register(async (pages) => {
    await pages.register(formbody, { bodyLimit: FORM_LIMIT })
    pages.decorateRequest('bearer', null)
    pages.decorateRequest('shell')
    pages.addHook('onRequest', recognise(context, assets))
    pages.addHook('preHandler', refuseForeignPosts(new URL(context.config.publicUrl).origin))
    pages.addHook('preHandler', limitPosts(context))
    pages.setErrorHandler(answerPageErrors)
    registerAuthPages(pages, context)
    registerShop(pages, context)
    registerWaitlist(pages, context)
    registerCheckout(pages, context)
    registerTickets(pages, context)
    if (context.config.mailbox && context.config.smtpUrl === undefined) registerMailbox(pages, context)
    await pages.register(async (manage) => {
      manage.addHook('preHandler', requireLogin)
      registerEventPages(manage, context)
      registerTicketPages(manage, context)
      registerSectionPages(manage, context)
      registerTaxPages(manage, context)
      registerOrderPages(manage, context)
      registerAttendeePages(manage, context)
      registerPromoPages(manage, context)
      registerWaitingPage(manage, context)
    })
    pages.all('/*', async () => {
      throw missing('Page', '')
    })
  })
}
