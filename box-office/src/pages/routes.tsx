import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { PageContext } from './kit/context.ts'
import { missing } from '../refusal.ts'
import { addAuthRoutes } from './auth/routes.tsx'
import { sendErrorPage } from './errors.tsx'
import { addCheckoutRoutes } from './checkout/routes.tsx'
import { identifyUser, requireSignIn } from './kit/request/guard.ts'
import { loadAssets, serveAssets } from './kit/layout/assets.ts'
import { refuseForeignPosts } from './kit/request/csrf.ts'
import { limitPosts } from './limit.tsx'
import { addMailboxRoutes } from './mailbox/routes.tsx'
import { addEventRoutes } from './manage/events/routes.tsx'
import { addAttendeeRoutes } from './manage/attendees/routes.tsx'
import { addOrderRoutes } from './manage/orders/routes.tsx'
import { addPromoRoutes } from './manage/promo-codes/routes.tsx'
import { addSectionRoutes } from './manage/sections/routes.tsx'
import { addSettingsRoutes } from './manage/settings/routes.tsx'
import { addTaxRoutes } from './manage/taxes/routes.tsx'
import { addTicketRoutes } from './manage/tickets/routes.tsx'
import { addDatePageRoutes } from './manage/dates/routes.tsx'
import { addWaitingListRoutes } from './manage/waiting-list/routes.tsx'
import { addShopRoutes } from './shop/routes.tsx'
import { addWaitlistRoutes } from './shop/waitlist-routes.tsx'
import { addTicketPageRoutes } from './ticket/routes.tsx'

const MAX_FORM_BYTES = 128 * 1024

/** Every page of the box office. Every path outside `/api` is a page, including those that do not exist. */
export async function addPageRoutes(app: FastifyInstance, context: PageContext): Promise<void> {
  const assets = loadAssets()
  serveAssets(app, assets)
  await app.register(async (pages) => {
    await pages.register(formbody, { bodyLimit: MAX_FORM_BYTES })
    pages.decorateRequest('bearer', null)
    pages.decorateRequest('shell')
    pages.addHook('onRequest', identifyUser(context, assets))
    pages.addHook('preHandler', refuseForeignPosts(new URL(context.config.publicUrl).origin))
    pages.addHook('preHandler', limitPosts(context))
    pages.setErrorHandler(sendErrorPage)
    addAuthRoutes(pages, context)
    addShopRoutes(pages, context)
    addWaitlistRoutes(pages, context)
    addCheckoutRoutes(pages, context)
    addTicketPageRoutes(pages, context)
    if (context.config.mailbox && context.config.smtpUrl === undefined) addMailboxRoutes(pages, context)
    await pages.register(async (manage) => {
      manage.addHook('preHandler', requireSignIn)
      addEventRoutes(manage, context)
      addSettingsRoutes(manage, context)
      addTicketRoutes(manage, context)
      addSectionRoutes(manage, context)
      addTaxRoutes(manage, context)
      addOrderRoutes(manage, context)
      addAttendeeRoutes(manage, context)
      addPromoRoutes(manage, context)
      addWaitingListRoutes(manage, context)
      if (context.config.shape === 'next') addDatePageRoutes(manage, context)
    })
    pages.all('/*', async () => {
      throw missing('Page', '')
    })
  })
}
