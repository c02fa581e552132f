import { freePort } from '@tuvens/platform/free-port'
import type { AddressInfo } from 'node:net'
import { SECRET, startWorld as startApi, type TestApi } from '../../api/test-support/api.ts'
import {
  createFaultInjection,
  type FaultInjection,
} from '../../box-office/src/fault-injection/fault-injection.ts'
import { startOffice, type TestOffice } from '../../box-office/test-support/office.ts'
import { startHarness } from '../../hi-events/test-support/harness.ts'
import type { Context as TicketContext } from '../../hi-events/src/context.ts'
import { type FaultyLine, openLine } from '../harness/faulty-line.ts'

/** The three services in this process, over real databases, with faults injected by the test. */
export type ServiceWorld = {
  api: TestApi
  apiUrl: string
  office: TestOffice
  faultInjection: FaultInjection
  tickets: { url: string; context: TicketContext }
  /** The ticket origin's connections to the API and to the box office. */
  lines: { api: FaultyLine; boxOffice: FaultyLine }
  stop: () => Promise<void>
}

/** The sweep's real intervals, in milliseconds. */
const SWEEP = { fast: 10_000, steady: 40_000, slow: 300_000 }

/** @param scale how many times faster than in production the sweep runs */
export async function startWorld({ scale = 1 } = {}): Promise<ServiceWorld> {
  const faultInjection = createFaultInjection()
  const [api, office, port] = await Promise.all([
    startApi(),
    startOffice({ context: { faultInjection } }),
    freePort(),
  ])
  const apiUrl = await api.api.listen()
  const lines = {
    api: await openLine(Number(new URL(apiUrl).port)),
    boxOffice: await openLine((office.app.server.address() as AddressInfo).port),
  }
  const tickets = await startHarness({
    port,
    withLoops: true,
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
    office,
    faultInjection,
    tickets,
    lines,
    stop: async () => {
      await tickets.stop()
      await Promise.all([api.end(), office.close(), lines.api.close(), lines.boxOffice.close()])
    },
  }
}
