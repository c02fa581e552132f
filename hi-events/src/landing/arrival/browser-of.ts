import type { LandingValidateRequest } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { clientIp } from '../../web/client-ip.ts'
import type { LandingContext } from '../context.ts'
import { readTicketToken, readVerifier } from '../cookies.ts'
import type { LandingBrowser } from '../enter.ts'

/** The browser that lands, as far as its cookies and its address tell. */
export function browserOf(
  { config }: LandingContext,
  request: FastifyRequest,
  { code_challenge: challenge }: LandingValidateRequest,
): LandingBrowser {
  return {
    ticketToken: readTicketToken(config.ticketOrigin, request),
    verifier: challenge === undefined ? undefined : readVerifier(config.ticketOrigin, request, challenge),
    clientIp: clientIp(request.raw, config.proxyHops),
  }
}
