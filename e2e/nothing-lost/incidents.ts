import { setTimeout as sleep } from 'node:timers/promises'
import { statusMessage } from '../../api/test-support/api.ts'
import { needsAttention, rebuildLinks } from '../../hi-events/src/provisioning/recovery/rebuild-links.ts'
import { HarnessError } from '../harness/harness-error.ts'
import type { Scenario } from './scenario.ts'
import type { ServiceWorld } from './world.ts'

const DAY_MS = 86_400_000
const [REBUILDS, PAUSE_MS] = [60, 500]

/** What happens to whole services, or to the messages between them, while organisers work. */
export const INCIDENTS = {
  'the ticket origin crashes': ({ world }) => alone(() => world.tickets.crash()),
  'the database of the ticket origin is wiped': ({ world }) => alone(() => loseDatabase(world)),
  'the clock of the ticket origin is a day ahead': jump('tickets', DAY_MS),
  'the clock of the ticket origin is a day behind': jump('tickets', -DAY_MS),
  'the clock of the API is a day ahead': jump('api', DAY_MS),
  'the clock of the API is a day behind': jump('api', -DAY_MS),
  'the clock of the box office is a day ahead': jumpOffice(DAY_MS),
  'the clock of the box office is a day behind': jumpOffice(-DAY_MS),
  'a status report comes from the future': async ({ world, eventId, hiEventId }) => {
    const sentAt = new Date(Date.now() + DAY_MS).toISOString()
    await world.api.webhook(statusMessage(eventId, hiEventId, 'CANCELLED', sentAt))
  },
  'all status reports are sent once more': async ({ world, eventId }) => {
    const sent = world.lines.api.calls.filter(
      ({ method, body }) => method === 'POST' && body.includes(`"tuvens_event_id":"${eventId}"`),
    )
    for (const { path, body, headers } of sent) {
      const own = Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name))
      const init = { method: 'POST', body, headers: Object.fromEntries(own.map(([n, v]) => [n, String(v)])) }
      await fetch(world.apiUrl + path, init)
    }
  },
} satisfies Record<string, (scenario: Scenario) => Promise<unknown>>

const HOP_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding'])

let last: Promise<unknown> = Promise.resolve()

/** Runs one incident of a whole service after the other. */
async function alone(incident: () => Promise<unknown>): Promise<void> {
  const current = last.then(incident)
  last = current.catch(() => {})
  await current
}

/** A clock that is set right again after a while. */
function jump(service: 'api' | 'tickets', ms: number) {
  return ({ world }: Scenario) =>
    alone(async () => {
      world.skewMs[service] = ms
      await sleep(PAUSE_MS)
      world.skewMs[service] = 0
    })
}

function jumpOffice(ms: number) {
  return ({ world: { faultInjection } }: Scenario) =>
    alone(async () => {
      const { skewMs } = faultInjection
      faultInjection.skewMs = ms
      await sleep(PAUSE_MS)
      faultInjection.skewMs = skewMs
    })
}

/** Everything that the ticket origin stored is gone. Then its operator does what the documentation says. */
export async function loseDatabase(world: ServiceWorld): Promise<void> {
  const { tickets } = world
  const tables = await tickets.context.db<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like '%migrations%'`
  await tickets.context.db`truncate ${tickets.context.db(tables.map((each) => each.name))} cascade`
  await tickets.crash()
  await rebuild(world)
}

/** Runs `links:rebuild` until it finds nothing to do again. */
async function rebuild({ tickets }: ServiceWorld): Promise<void> {
  let left: string[] = []
  for (let tries = 0; tries < REBUILDS; tries++) {
    left = []
    await rebuildLinks(tickets.context, {
      isDryRun: false,
      report: (finding) => {
        if (finding.kind === 'unread' && needsAttention(finding)) left.push(finding.words)
      },
    })
    if (left.length === 0) return
    await sleep(PAUSE_MS)
  }
  throw new HarnessError(`links:rebuild did not end well: ${left.join('; ')}`)
}
