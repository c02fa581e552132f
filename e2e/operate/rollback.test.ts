import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrationStates } from '@tuvens/platform/db/migration-state'
import { join } from 'node:path'
import { createEventOnSale, waitForPhase } from '../harness/people.ts'
import { ROOT } from '../harness/system.ts'
import { IS_FULL } from './harness/form.ts'
import { failureCounts } from './harness/load.ts'
import { type Build, buildPreviousRelease } from './harness/previous-build.ts'
import { replaceByHalves } from './harness/release.ts'
import { type Stack, startStack } from './harness/stack.ts'
import { startTraffic, type Traffic } from './harness/traffic.ts'

const ROLLBACK_SECONDS = 60

/** Builds the release before, which takes longer than `npm test` has. */
describe.runIf(IS_FULL)('a rollback to the release before', () => {
  let previous: Build
  let stack: Stack
  let traffic: Traffic

  beforeAll(async () => {
    previous = await buildPreviousRelease()
    // Without a pooler: the release before may not know it.
    stack = await startStack({ root: previous.root, isPooled: false })
    traffic = await startTraffic(stack, { streams: 100, workers: 8, events: 4 })
  })
  afterAll(async () => {
    try {
      await stack?.stop()
    } finally {
      await previous?.remove()
    }
  })

  it('starts from this release, on whose schema everything works', async () => {
    await replaceByHalves(stack, ROOT)
    for (const service of ['api', 'hi-events']) {
      const states = await readMigrationStates(stack.db(service), join(ROOT, service, 'migrations'))
      expect(states.filter(({ state }) => state !== 'applied')).toEqual([])
    }
    await sell(stack)
  })

  it(`takes less than ${ROLLBACK_SECONDS} seconds, and the schema stays`, async () => {
    const startedAt = performance.now()
    await replaceByHalves(stack, previous.root)
    const seconds = (performance.now() - startedAt) / 1000
    console.info('a rollback of all nodes', { seconds })
    expect(seconds).toBeLessThan(ROLLBACK_SECONDS)
  })

  it('leads to a release that sells tickets on the newer schema', () => sell(stack))

  it('fails no request, and loses no change on an open stream', async () => {
    const { failures, ...numbers } = await traffic.stop()
    console.info('a release and its rollback under load', { ...numbers, failures: failureCounts(failures) })
    expect(failureCounts(failures)).toEqual({})
    expect([numbers.organiserFailures, numbers.streamFailures]).toEqual([[], []])
    expect([numbers.lostChanges, numbers.resets]).toEqual([0, 0])
  })
})

/** The main flow: an organiser enables ticketing, adds a ticket and publishes; then pauses and starts sales again. */
async function sell(stack: Stack): Promise<void> {
  const linked = await createEventOnSale(stack)
  await linked.tickets.setStatus(linked.hiEventId, 'DRAFT')
  await waitForPhase(linked, 'paused')
  await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
  await waitForPhase(linked, 'on_sale')
}
