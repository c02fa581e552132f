import formbody from '@fastify/formbody'
import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { serve } from '@tuvens/platform/route'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { clientAddress } from '../web/client-address.ts'
import { sendPage } from '../web/send-page.ts'
import { chooseRoutes } from './choose.ts'
import { readLogin } from './cookies.ts'
import { enter } from './enter.ts'
import { followOutcome } from './follow-outcome.ts'
import { landingPage } from './landing-page.tsx'
import { readForm, readQuery } from './parameters.ts'
import { problemRoutes, withWords } from './problem.ts'
import { eventIdHint, startAgainUrl } from './return-url.ts'
import { sameOriginOnly } from './same-origin.ts'
import { signInRoutes } from './sign-in.ts'

const { landing, landingValidate } = TICKET_ORIGIN_ROUTES

/** Checklist H6 and the first of H7: where organisers land. A GET or HEAD consumes nothing. */
export function landingRoutes(app: FastifyInstance, ctx: Context): void {
  const guards = [sameOriginOnly(ctx.config.ticketOrigin)]

  serve(app, landingValidate, guards, async ({ body, request, reply }) => {
    reply.header('cache-control', 'no-store')
    const outcome = await enter(ctx, body, browserOf(ctx, request))
    if (outcome.cookies.length > 0) reply.header('set-cookie', outcome.cookies)
    if (outcome.kind === 'failed') throw outcome.error
    return { valid: true as const, next: outcome.next, return_url: outcome.returnUrl }
  })

  void app.register(async (forms) => {
    await forms.register(formbody, { bodyLimit: 64 * 1024 })
    landingForms(forms, ctx)
    chooseRoutes(forms, ctx)
    signInRoutes(forms, ctx)
    problemRoutes(forms, ctx)
  })
}

function landingForms(app: FastifyInstance, ctx: Context): void {
  app.get(landing.path, async (request, reply) => {
    const parameters = readQuery(request.query)
    const startAgain = startAgainUrl(ctx.config.siteUrl, eventIdHint(parameters))
    return sendPage({ request, reply }, landingPage({ script: ctx.assets.landing, parameters, startAgain }))
  })

  // Without scripts the event site's own form brings the token (decisions/007).
  const preValidation = [sameOriginOnly(ctx.config.ticketOrigin, [new URL(ctx.config.siteUrl).origin])]
  app.post(landing.path, { preValidation, errorHandler: withWords(ctx) }, async (request, reply) => {
    const outcome = await enter(ctx, readForm(request.body), browserOf(ctx, request))
    return followOutcome(ctx, { request, reply }, outcome)
  })
}

function browserOf(ctx: Context, request: FastifyRequest) {
  return { currentLogin: readLogin(request), address: clientAddress(request.raw, ctx.config.proxyHops) }
}
