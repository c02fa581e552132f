import { Id } from '@tuvens/contract'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import { readFields } from '../../web/form-fields.ts'
import type { LandingContext } from '../context.ts'
import { anyVerifier, challengeOf, traceCookie, verifierCookie } from '../cookies.ts'
import { isNavigation } from './is-navigation.ts'
import { allowedReturnUrl, startAgainUrl } from '../return-url.ts'

const VERIFIER_BYTES = 32

/**
 * Where *Enable ticketing* begins: gives this browser a code verifier, and takes its code challenge to the event site
 * (RFC 7636), or to the page of a platform that creates sessions with an API key. A session that is issued with it can be
 * used in this browser only. One verifier serves several tabs.
 */
export function addStartRoute(app: FastifyInstance, context: LandingContext): void {
  app.get('/auth/cross-app/start', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const back = wayBack(context, request)
    // Prefetching, a preview or a scanner starts nothing.
    if (!back.takesChallenge || !isNavigation(request)) return reply.redirect(back.url, 303)
    return giveChallenge(context, { request, reply }, back.url)
  })
}

/** The page that takes the code challenge: an allowed one of a platform, else that of the event. */
function wayBack({ config }: LandingContext, request: FastifyRequest) {
  const { event_id: eventId, return_url: given } = readFields(request.query)
  const platformUrl = allowedReturnUrl(typeof given === 'string' ? given : undefined, config.returnOrigins)
  if (platformUrl !== null) return { url: platformUrl, takesChallenge: true }
  const isEvent = Value.Check(Id, eventId)
  return { url: startAgainUrl(config.siteUrl, isEvent ? eventId : null), takesChallenge: isEvent }
}

function giveChallenge(
  { config, random }: LandingContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  back: string,
): FastifyReply {
  const verifier = anyVerifier(config.ticketOrigin, request) ?? random(VERIFIER_BYTES).toString('base64url')
  const url = new URL(back)
  url.searchParams.set('code_challenge', challengeOf(verifier))
  return reply
    .header('set-cookie', [
      verifierCookie(config.ticketOrigin, verifier),
      traceCookie(config.ticketOrigin, currentTraceparent() ?? ''),
    ])
    .redirect(url.href, 303)
}
