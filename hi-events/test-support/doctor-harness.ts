import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { build } from '../build.mjs'
import { type Examination, examine } from '../src/doctor/examine.ts'
import { BOX_OFFICE_JWT_SECRET, startBoxOffice } from './box-office.ts'
import { SHARED_SECRET, startTuvensApi } from './fake-tuvens-api.ts'
import { CREDENTIALS_KEY } from './harness.ts'
import { startTamperingProxy, type TamperingProxy } from './tampering-proxy.ts'

export type DoctorHarness = Awaited<ReturnType<typeof startDoctorHarness>>

/** For tests in which a webhook must arrive: it only guards against hanging. */
const WEBHOOK_TIMEOUT_MS = 60_000
/** For faults that keep the webhook from arriving: long enough for Hi.Events to log its attempt. */
const MISSING_WEBHOOK_MS = 4_000

/** Everything a ticket origin needs, without a fault, and ways to cause faults. */
export async function startDoctorHarness() {
  const assetsFolder = mkdtempSync(join(tmpdir(), 'doctor-assets-'))
  const [port, database, api] = await Promise.all([
    freePort(),
    createTestDatabase('template1'),
    startTuvensApi(),
    build(assetsFolder),
  ])
  const ticketOrigin = `http://localhost:${port}`
  const office = await startBoxOffice(ticketOrigin)
  const proxies: TamperingProxy[] = []
  const front = await startTamperingProxy(api.url, {
    response: (response, { method }) => (method === 'OPTIONS' ? preflight(ticketOrigin) : response),
  })
  /** Settings under which every check is ok. */
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    HOST: '127.0.0.1',
    PORT: String(port),
    TICKET_ORIGIN: ticketOrigin,
    TUVENS_API_URL: front.url,
    SITE_URL: 'http://localhost:3000',
    WEBHOOK_URL: `http://127.0.0.1:${port}`,
    HI_EVENTS_UPSTREAM: office.url,
    HI_EVENTS_JWT_SECRET: BOX_OFFICE_JWT_SECRET,
    HI_EVENTS_SHARED_SECRET: SHARED_SECRET,
    CREDENTIALS_KEY,
  }
  const closeAll = async (all: TamperingProxy[]) => {
    await Promise.all(all.map((each) => each.close()))
  }
  return {
    office,
    /** Address of the Tuvens API. */
    api: front.url,
    port,
    database,
    env,
    /** Puts a proxy that alters messages before a server, until `reset`. */
    tamper: async (...given: Parameters<typeof startTamperingProxy>) => {
      const proxy = await startTamperingProxy(...given)
      proxies.push(proxy)
      return proxy
    },
    examine: (over: Record<string, string> = {}, more: Examination = {}) => {
      const overrides = { assetsFolder: join(assetsFolder, 'assets'), ...more.overrides }
      return examine(
        { ...env, ...over },
        { webhookTimeoutMs: WEBHOOK_TIMEOUT_MS, webhookSlowMs: WEBHOOK_TIMEOUT_MS, ...more, overrides },
      )
    },
    /** Stops the proxies that a test has started. */
    reset: () => closeAll(proxies.splice(0)),
    close: async () => {
      await closeAll([...proxies, front])
      await Promise.all([office.stop(), api.close(), database.drop()])
      rmSync(assetsFolder, { recursive: true, force: true })
    },
  }
}

/** The API's response to a CORS preflight that allows one origin. */
function preflight(allowed: string) {
  return { status: 204, headers: { 'access-control-allow-origin': allowed }, text: '' }
}

/** A fault, the settings that cause it, the check that finds it, and its finding. */
export type DoctorFault = {
  title: string
  plant: () => Promise<Record<string, string>> | Record<string, string>
  id: string
  seen: RegExp
  fix: RegExp
}

/** Causes a fault and expects its finding, with its fix. */
export async function expectFinding(harness: DoctorHarness, fault: DoctorFault): Promise<void> {
  const { plant, id, seen, fix } = fault
  const webhookTimeoutMs = id === 'webhook' ? MISSING_WEBHOOK_MS : WEBHOOK_TIMEOUT_MS
  const results = await harness.examine(await plant(), { webhookTimeoutMs })
  const found = results.find((each) => each.id === id)
  expect(found, JSON.stringify(results, null, 1)).toMatchObject({ state: 'failed' })
  expect(found?.seen).toMatch(seen)
  expect(found?.state === 'failed' ? found.fix.join('\n') : '').toMatch(fix)
  expect(JSON.stringify(results)).not.toContain('sesame-open')
}
