import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../harness/system.ts'
import { openBadLine } from './harness/bad-line.ts'
import { inForm, IS_FULL } from './harness/form.ts'
import { failureCounts } from './harness/load.ts'
import { type Node, replaceRelease, untilBalanced } from './harness/node.ts'
import { ops, rollOut, rollOutByHalves } from './harness/release.ts'
import { type Stack, startStack } from './harness/stack.ts'
import { startTraffic, type Traffic, type TrafficReport } from './harness/traffic.ts'

const REQUESTS = inForm({ short: 1_000, full: 100_000 })
const STREAMS = inForm({ short: 40, full: 1_000 })
/** Each change goes to every stream: more events would measure the readers of the drill. */
const EVENTS = 2
const WORKERS = 16

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

describe('a rolling release under load', () => {
  let report: TrafficReport

  /** Every node is replaced at least once, and again until enough requests were made. */
  beforeAll(async () => {
    const traffic = await startTraffic(stack, { streams: STREAMS, workers: WORKERS, events: EVENTS })
    let releases = 0
    do {
      await (IS_FULL ? rollOut : rollOutByHalves)(stack, ROOT)
      releases += 1
    } while (traffic.load.requests() < REQUESTS)
    report = await traffic.stop()
    const { failures, ...numbers } = report
    console.info('a rolling release under load', { releases, ...numbers, failures })
  })

  it('fails no request', () => {
    expect(report.requests).toBeGreaterThanOrEqual(REQUESTS)
    expect(failureCounts(report.failures)).toEqual({})
  })

  it('fails no call of an organiser', () => {
    expect(report.organiserCalls).toBeGreaterThan(0)
    expect(report.organiserFailures).toEqual([])
  })

  it('loses no change on an open stream, which resumes on another node', () => {
    expect(report.changes).toBeGreaterThan(0)
    expect([report.streams, report.lostChanges, report.resets]).toEqual([STREAMS, 0, 0])
    expect(report.resumed).toBeGreaterThanOrEqual(STREAMS)
    expect(report.streamFailures).toEqual([])
  })
})

/** Takes longer than `npm test` has; the rules of the check have tests of their own (scripts/ops/release). */
describe.runIf(IS_FULL)('a canary', () => {
  type Checked = { ok: boolean; reasons: { kind: string }[] }
  let traffic: Traffic
  let canary: Node
  let stable: Node
  beforeAll(async () => {
    const [one, other] = stack.nodes.filter(({ service }) => service === 'api')
    if (one === undefined || other === undefined) throw new TypeError('two nodes of the API are needed')
    ;[stable, canary] = [one, other]
    traffic = await startTraffic(stack, { streams: 20, workers: WORKERS, events: 2 })
  })
  afterAll(() => traffic.stop())

  const check = (...more: string[]) =>
    ops<Checked>(
      'release',
      'check',
      '--canary',
      canary.metrics,
      '--stable',
      stable.metrics,
      '--seconds',
      '8',
      ...more,
    )

  it('that is as good as the other nodes is accepted', async () => {
    await replaceRelease(stack.balancer, canary, ROOT)
    // A process that has just started is slower for a while, on a busy machine much slower.
    const { code, result } = await check('--max-latency-seconds', '1')
    expect([code, result]).toMatchObject([0, { ok: true, reasons: [] }])
  })

  it('whose metrics are worse is found, and taken back by the balancer', async () => {
    await canary.stop()
    const database = new URL(stack.pooledUrl('api'))
    const line = await openBadLine(Number(database.port))
    database.port = String(line.port)
    await canary.start(ROOT, { DATABASE_URL: database.href })
    await untilBalanced(stack.balancer, canary)
    line.worsen({ delayMs: 100, breaks: 0.03 })
    const startedAt = performance.now()
    const { code, result } = await check()
    expect([code, result.ok]).toEqual([1, false])
    expect(result.reasons.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['errors', 'latency']))
    await stack.balancer.command('set server api/b state drain')
    await untilBalanced(stack.balancer, canary, false)
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    await canary.stop()
    line.close()
    const failed = traffic.load.failures().length
    await canary.start(ROOT)
    await stack.balancer.command('set server api/b state ready')
    await untilBalanced(stack.balancer, canary)
    console.info('a canary with a bad database line', {
      takenBackAfterSeconds: seconds,
      failed,
      reasons: result.reasons,
    })
    expect(failed).toBeGreaterThan(0)
    expect(traffic.load.failures().slice(failed)).toEqual([])
  })
})
