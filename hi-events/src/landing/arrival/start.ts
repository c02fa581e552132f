import { Id } from '@tuvens/contract'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import type { FastifyInstance } from 'fastify'
import { Value } from 'typebox/value'
import { readFields } from '../../web/form-fields.ts'
import type { LandingContext } from '../context.ts'
import { anyVerifier, challengeOf, traceCookie, verifierCookie } from '../cookies.ts'
import { isNavigation } from './is-navigation.ts'
import { startAgainUrl } from '../return-url.ts'

const VERIFIER_BYTES = 32

/**
 * Where *Enable ticketing* begins: gives this browser a code verifier, and takes its code challenge to the event site
 * (RFC 7636). A session that is issued with it can be used in this browser only. One verifier serves several tabs.
 */
export function addStartRoute(app: FastifyInstance, { config, random }: LandingContext): void {
  app.get('/auth/cross-app/start', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { event_id: eventId } = readFields(request.query)
    if (!Value.Check(Id, eventId)) return reply.redirect(startAgainUrl(config.siteUrl, null), 303)
    // Prefetching, a preview or a scanner starts nothing.
    if (!isNavigation(request)) return reply.redirect(startAgainUrl(config.siteUrl, eventId), 303)
    const verifier = anyVerifier(config.ticketOrigin, request) ?? random(VERIFIER_BYTES).toString('base64url')
    return reply
      .header('set-cookie', [
        verifierCookie(config.ticketOrigin, verifier),
        traceCookie(config.ticketOrigin, currentTraceparent() ?? ''),
      ])
      .redirect(`${startAgainUrl(config.siteUrl, eventId)}?code_challenge=${challengeOf(verifier)}`, 303)
  })
}
