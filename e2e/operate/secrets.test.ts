import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { SECRETS_CHECK } from '../../scripts/ops/secrets/check-command.ts'
import { createLinkedEvent, waitForStatus } from '../harness/people.ts'
import { HarnessError } from '../harness/harness-error.ts'
import { ROOT } from '../harness/system.ts'
import { inForm } from './harness/form.ts'
import { failureCounts } from './harness/load.ts'
import { untilBalanced } from './harness/node.ts'
import { type Stack, startStack } from './harness/stack.ts'
import { startTraffic, type TrafficReport } from './harness/traffic.ts'

type Secrets = Record<'HI_EVENTS_SHARED_SECRET' | 'AUTH_SIGNING_KEYS' | 'CREDENTIALS_KEY', string>

let stack: Stack
let report: TrafficReport
let renewedMs = 0
let last: Secrets

/** Three steps for the secrets of API and ticket origin at once. Access tokens that the old signing key signed are good for a quarter of an hour, so that one stays. */
beforeAll(async () => {
  stack = await startStack()
  const { shared, signingKey, credentialsKey } = stack.secrets
  const hex = () => randomBytes(32).toString('hex')
  const [newShared, newSigning, newCredentials] = [hex(), randomBytes(32).toString('base64url'), hex()]
  const traffic = await startTraffic(stack, {
    streams: inForm({ short: 20, full: 200 }),
    workers: 8,
    events: 3,
  })
  const first = {
    HI_EVENTS_SHARED_SECRET: `${shared},${newShared}`,
    AUTH_SIGNING_KEYS: `${signingKey},${newSigning}`,
    CREDENTIALS_KEY: `${credentialsKey},${newCredentials}`,
  }
  await restartAll(first)
  const second = {
    HI_EVENTS_SHARED_SECRET: `${newShared},${shared}`,
    AUTH_SIGNING_KEYS: `${newSigning},${signingKey}`,
    CREDENTIALS_KEY: `${newCredentials},${credentialsKey}`,
  }
  await restartAll(second)
  const from = performance.now()
  await until(
    async () => /CREDENTIALS_KEY .*is not needed any more/.test((await check(second)).text),
    'rows without the old key',
  ).catch(async (error: unknown) => {
    throw new HarnessError(`${String(error)}: ${(await check(second)).text}`)
  })
  renewedMs = Math.round(performance.now() - from)
  last = { ...second, HI_EVENTS_SHARED_SECRET: newShared, CREDENTIALS_KEY: newCredentials }
  await restartAll(last)
  report = await traffic.stop()
  const { requests, failures, organiserCalls, organiserFailures, streamFailures, lostChanges } = report
  console.info('a rotation under load', {
    requests,
    failures: failureCounts(failures),
    organiserCalls,
    organiserFailures,
    streamFailures,
    lostChanges,
    renewedMs,
  })
})
afterAll(() => stack?.stop())

async function restartAll(secrets: Secrets): Promise<void> {
  for (const node of stack.nodes.filter(({ service }) => service !== 'site')) {
    await node.stop()
    await node.start(ROOT, secrets)
    await untilBalanced(stack.balancer, node)
  }
}

async function check(secrets: Secrets): Promise<{ code: number; text: string }> {
  const printed: string[] = []
  const folders = { api: 'api', tickets: 'hi-events', boxOffice: 'box-office' }
  const code = await SECRETS_CHECK.run(['--service', 'api', '--service', 'hi-events'], {
    env: process.env,
    data: '/nowhere',
    root: ROOT,
    json: false,
    print: (line) => printed.push(line),
    write: async () => {},
    result: () => {},
    settings: (service) => ({ ...secrets, DATABASE_URL: stack.directUrl(folders[service]) }),
    onExit: () => {},
  })
  return { code, text: printed.join('\n') }
}

describe('secrets that are rotated under load', () => {
  it('fail no request, no call of an organiser and no stream', () => {
    expect(report.requests).toBeGreaterThan(100)
    expect(failureCounts(report.failures)).toEqual({})
    expect(report.organiserFailures).toEqual([])
    expect([report.streamFailures, report.lostChanges]).toEqual([[], 0])
  })

  it('can be used alone afterwards', async () => {
    expect((await check(last)).code).toBe(0)
    const linked = await createLinkedEvent(stack)
    await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
    await waitForStatus(linked, 'active')
  })
})
