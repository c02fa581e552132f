import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { SECRET, TestApi } from '../../api/test-support/api.ts'
import { JWT_SECRET, startOffice } from '../../box-office/test-support/office.ts'
import { type Harness, startHarness } from '../../hi-events/test-support/harness.ts'
import { type ProxiedRequest, startTamperingProxy } from '../../hi-events/test-support/tampering-proxy.ts'
import { type TuvensDesk, signIn } from '../seed/tuvens.ts'
import type { HiEventsTarget } from './target.ts'

/** The Tuvens API and the ticket origin, connected to an unmodified Hi.Events. */
export type TicketOriginStage = {
  site: Harness
  /** An organiser of a new account. */
  desk: TuvensDesk
  /** Faults of the connections between the ticket origin and Hi.Events. */
  line: {
    /** Whether webhooks are lost on their way to the ticket origin. */
    dropsWebhooks: boolean
    /** `METHOD /path` of the next call whose response is lost after Hi.Events has handled it. */
    losesResponseOf: string | undefined
  }
  close: () => Promise<void>
}

/** Slow enough for the limit of 180 calls a minute of a real Hi.Events. */
const SWEEPS = { SWEEP_FAST_MS: '2000', SWEEP_STEADY_MS: '4000', SWEEP_SLOW_MS: '8000' }

/** @param mode as in HI_EVENTS_LOGIN */
export async function startTicketOriginStage(
  target: HiEventsTarget,
  mode: 'password' | 'jwt',
): Promise<TicketOriginStage> {
  const line: TicketOriginStage['line'] = { dropsWebhooks: false, losesResponseOf: undefined }
  const [database, port] = await Promise.all([createTestDatabase('api'), freePort()])
  const ticketOrigin = `http://127.0.0.1:${port}`
  const api = await TestApi.start(database.url, { HI_EVENTS_DOMAIN: ticketOrigin })
  const apiUrl = await api.listen()
  const root = new URL(target.api)
  const rootPath = root.pathname.replace(/\/$/, '')
  const upstream = await startTamperingProxy(root.origin, {
    request: (request) => ({
      ...request,
      headers: { ...request.headers, host: hostFor(request, root, ticketOrigin) },
    }),
    response: (response, { method, path }) => {
      const isLost = line.losesResponseOf === `${method} ${path.slice(rootPath.length)}`
      if (isLost) line.losesResponseOf = undefined
      return isLost ? null : response
    },
  })
  const hooks = await startTamperingProxy(
    ticketOrigin,
    { request: (request) => (line.dropsWebhooks ? null : request) },
    target.callbackHost,
  )
  const site = await startHarness({
    port,
    withLoops: true,
    env: {
      ...SWEEPS,
      TUVENS_API_URL: apiUrl,
      HI_EVENTS_SHARED_SECRET: SECRET,
      HI_EVENTS_UPSTREAM: target.pages,
      HI_EVENTS_API_URL: upstream.url + rootPath,
      HI_EVENTS_LOGIN: mode,
      HI_EVENTS_JWT_SECRET: target.jwtSecret ?? '',
      WEBHOOK_URL: hooks.url,
    },
  })
  const close = async () => {
    await site.stop()
    await Promise.all([upstream.close(), hooks.close(), api.stop()])
    await database.drop()
  }
  return { site, line, desk: await signIn(apiUrl, organiser(mode, port)), close }
}

/** The ticket origin sends the proxy's name as Host; a Hi.Events behind a virtual host accepts only its own name. */
function hostFor({ headers }: ProxiedRequest, root: URL, ticketOrigin: string): string {
  return headers['host'] === new URL(ticketOrigin).host ? new URL(ticketOrigin).host : root.host
}

/** A person without an account on Tuvens and on Hi.Events. */
function organiser(mode: string, port: number) {
  const word = `${mode}-${Date.now().toString(36)}-${port}`
  return {
    name: 'Olga Organiser',
    email: `olga-${word}@example.com`,
    password: `a long password ${word}`,
    account: `Collective ${word}`,
  }
}

/** Starts the box office in place of a Hi.Events. */
export async function startBoxOffice(): Promise<{ target: HiEventsTarget; close: () => Promise<void> }> {
  const office = await startOffice()
  const pages = office.api.replace(/\/api$/, '')
  const target = { pages, api: office.api, jwtSecret: JWT_SECRET, callbackHost: '127.0.0.1' }
  return { target, close: office.close }
}
