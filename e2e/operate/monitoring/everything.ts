import { setTimeout as delay } from 'node:timers/promises'
import { land } from '../../../scripts/seed/ticket-desk.ts'
import { createLinkedEvent } from '../../harness/people.ts'
import type { Stack } from '../harness/stack.ts'
import { startTraffic } from '../harness/traffic.ts'

const PAUSE_MS = 1_000

/** Does all that has a metric, again and again: besides the traffic of pages, landings, mails and beacons. */
export async function doEverything(stack: Stack): Promise<{ stop: () => Promise<void> }> {
  const traffic = await startTraffic(stack, { streams: 4, workers: 2, events: 2 })
  const { organiser, event } = await createLinkedEvent(stack)
  const place = { direct: stack.direct.tickets, origin: stack.urls.tickets }
  let isStopped = false
  const work = async () => {
    while (!isStopped) {
      // While a fault is planted these fail.
      await land(place, event.id, (challenge) => organiser.desk.sessionToken(event.id, challenge)).catch(
        () => {},
      )
      await createLinkedEvent(stack).catch(() => {})
      await sendBeacon(stack).catch(() => {})
      await requestPassword(stack).catch(() => {})
      await delay(PAUSE_MS)
    }
  }
  const working = work()
  return {
    stop: async () => {
      isStopped = true
      await working
      await traffic.stop()
    },
  }
}

async function sendBeacon({ direct, urls }: Stack): Promise<void> {
  await fetch(`${direct.api}/api/beacons`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: urls.site },
    body: JSON.stringify({ lcp: 900, inp: 40, cls: 0.01, widget: { outcome: 'ready', ms: 700 } }),
  })
}

/** One address gets five mails in a quarter of an hour; further requests are refused by a limit. */
async function requestPassword({ direct }: Stack): Promise<void> {
  await fetch(`${direct.api}/api/auth/password-reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'somebody@example.org' }),
  })
}
