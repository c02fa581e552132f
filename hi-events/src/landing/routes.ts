import formbody from '@fastify/formbody'
import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { readerFor } from '../web/reader.ts'
import { sendPage } from '../web/send-page.ts'
import { addArrivalRoute, redirectToArrival } from './arrival/arrive.ts'
import { browserOf } from './arrival/browser-of.ts'
import { addChooseRoutes } from './choose.ts'
import type { LandingContext } from './context.ts'
import { addKeptLoginRoutes } from './login/kept-login.ts'
import { fitsCookie } from './cookies.ts'
import { enter } from './enter.ts'
import { sendOutcome } from './send-outcome.ts'
import { landingPage } from './pages/landing-page.tsx'
import { readForm, readQuery } from './read-parameters.ts'
import { eventIdHint, startAgainUrl } from './return-url.ts'
import { sameOriginOnly } from './same-origin.ts'
import { addFailureRoutes, showErrors } from './show-failure.ts'
import { addSignInRoutes } from './login/sign-in.ts'
import { addStartRoute } from './arrival/start.ts'

const { landing, landingValidate } = TICKET_ORIGIN_ROUTES

/** Checklist H6 and the first route of H7: where organisers land. A GET or HEAD consumes nothing. */
export function addLandingRoutes(app: FastifyInstance, context: LandingContext): void {
  const guards = [sameOriginOnly(context.config.ticketOrigin)]

  addRoute(app, landingValidate, guards, async ({ body, request, reply }) => {
    reply.header('cache-control', 'no-store')
    const outcome = await enter(context, body, browserOf(context, request, body))
    if (outcome.cookies.length > 0) reply.header('set-cookie', outcome.cookies)
    if (outcome.kind === 'failed') throw outcome.error
    return { valid: true as const, next: outcome.next, return_url: outcome.returnUrl }
  })

  void app.register(async (forms) => {
    await forms.register(formbody, { bodyLimit: 64 * 1024 })
    addStartRoute(forms, context)
    addLandingPage(forms, context)
    addArrivalRoute(forms, context)
    addChooseRoutes(forms, context)
    addSignInRoutes(forms, context)
    addKeptLoginRoutes(forms, context)
    addFailureRoutes(forms, context)
  })
}

function addLandingPage(app: FastifyInstance, context: LandingContext): void {
  const { config, assets } = context
  app.get(landing.path, async (request, reply) => {
    const parameters = readQuery(request.query)
    const page = landingPage({
      script: assets.landing,
      parameters,
      startAgainUrl: startAgainUrl(config.siteUrl, eventIdHint(parameters)),
      reader: readerFor(request),
    })
    return sendPage({ request, reply }, page)
  })

  // Without scripting, a form of the event site posts the token (decisions/007).
  const preValidation = [sameOriginOnly(config.ticketOrigin, [new URL(config.siteUrl).origin])]
  app.post(landing.path, { preValidation, errorHandler: showErrors(context) }, async (request, reply) => {
    const form = readForm(request.body)
    const browser = browserOf(context, request, form)
    const lacksVerifier = form.code_challenge !== undefined && browser.verifier === undefined
    const isFromEventSite = request.headers.origin === new URL(config.siteUrl).origin
    if (lacksVerifier && isFromEventSite && fitsCookie(form)) return redirectToArrival(context, reply, form)
    const outcome = await enter(context, form, browser)
    return sendOutcome(context, { request, reply }, outcome)
  })
}
