import type { FastifyInstance } from 'fastify'
import { systemClock } from '@tuvens/platform/clock'
import { freePort } from '@tuvens/platform/free-port'
import { SECRET, startWorld as startApi, type TestApi } from '../../api/test-support/api.ts'
import { startTellingDetails } from '../../api/src/edits/tell-details.ts'
import {
  createFaultInjection,
  type FaultInjection,
} from '../../box-office/src/fault-injection/fault-injection.ts'
import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { startOffice, type TestOffice } from '../../box-office/test-support/office.ts'
import { startHarness } from '../../hi-events/test-support/harness.ts'
import type { Context as TicketContext } from '../../hi-events/src/context.ts'
import { type FaultyLine, openLine } from '../harness/faulty-line.ts'

/** The three services in this process, over real databases, with faults injected by the test. */
export type ServiceWorld = {
  api: TestApi
  apiUrl: string
  readonly office: TestOffice
  faultInjection: FaultInjection
  readonly tickets: { url: string; app: FastifyInstance; context: TicketContext; crash: () => Promise<void> }
  /** Milliseconds by which the clocks of the API and of the ticket origin are ahead. */
  skewMs: { api: number; tickets: number }
  /** Starts the box office again, on the same data, with the API of the version after 1.8. */
  upgradeOffice: () => Promise<void>
  /** The ticket origin's connections to the API and to the box office. */
  lines: { api: FaultyLine; boxOffice: FaultyLine }
  stop: () => Promise<void>
}

/** The sweep's real intervals, in milliseconds. */
const SWEEP = { fast: 10_000, steady: 40_000, slow: 300_000 }

/** @param options `scale`: how many times faster than in production the sweep runs */
export async function startWorld({
  scale = 1,
  apiSettings = {},
}: {
  scale?: number
  apiSettings?: Record<string, string>
} = {}): Promise<ServiceWorld> {
  const faultInjection = createFaultInjection()
  const skewMs = { api: 0, tickets: 0 }
  const clockOf = (service: keyof typeof skewMs) => ({ now: () => systemClock.now() + skewMs[service] })
  const [port, officePort, database] = await Promise.all([
    freePort(),
    freePort(),
    createTestDatabase('box-office'),
  ])
  const startBoxOffice = (shape: 'stock' | 'next') =>
    startOffice({ port: officePort, context: { faultInjection }, database, env: { HI_EVENTS_SHAPE: shape } })
  let office = await startBoxOffice('stock')
  const api = await startApi(
    { TICKET_SERVICE_URL: `http://127.0.0.1:${port}`, ...apiSettings },
    { clock: clockOf('api') },
  )
  const { context } = api.api
  const telling = startTellingDetails(context, context.ticketOrigin, context.editing)
  const apiUrl = await api.api.listen()
  const lines = { api: await openLine(Number(new URL(apiUrl).port)), boxOffice: await openLine(officePort) }
  const tickets = await startHarness({
    port,
    withLoops: true,
    overrides: { clock: clockOf('tickets') },
    env: {
      TUVENS_API_URL: lines.api.url,
      HI_EVENTS_UPSTREAM: lines.boxOffice.url,
      HI_EVENTS_SHARED_SECRET: SECRET,
      SWEEP_FAST_MS: String(SWEEP.fast / scale),
      SWEEP_STEADY_MS: String(SWEEP.steady / scale),
      SWEEP_SLOW_MS: String(SWEEP.slow / scale),
    },
  })
  return {
    api: api.api,
    apiUrl,
    get office() {
      return office
    },
    faultInjection,
    tickets,
    skewMs,
    upgradeOffice: async () => {
      await office.close()
      office = await startBoxOffice('next')
    },
    lines,
    stop: async () => {
      await telling.stop()
      await tickets.stop()
      await Promise.all([api.end(), office.close(), lines.api.close(), lines.boxOffice.close()])
      await database.drop()
    },
  }
}
