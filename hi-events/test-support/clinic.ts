import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { build } from '../build.mjs'
import { type Examination, examine } from '../src/doctor/examine.ts'
import type { Outcome } from '../src/doctor/finding.ts'
import { BOX_OFFICE_JWT_SECRET, type BoxOffice, startBoxOffice } from './box-office.ts'
import { SHARED_SECRET, startTuvensApi } from './fake-tuvens-api.ts'
import { CREDENTIALS_KEY } from './harness.ts'
import { type Liar, type Lies, startLiar } from './liar.ts'

/** Everything a ticket origin needs, in good health, and ways to make it ill. */
export type Clinic = {
  office: BoxOffice
  /** The Tuvens API as the ticket origin reaches it. */
  api: string
  port: number
  database: TestDatabase
  /** Settings under which all is well. */
  env: Record<string, string>
  /** Something that alters what passes to a server, until the test ends. */
  lie: (target: string, lies: Lies, host?: string) => Promise<Liar>
  examine: (env?: Record<string, string>, more?: Examination) => Promise<Outcome[]>
  /** Ends what a test has put in between. */
  rest: () => Promise<void>
  close: () => Promise<void>
}

/** How long a webhook may take in a test that waits for none. */
const PATIENCE_MS = 1_500

export async function openClinic(): Promise<Clinic> {
  const assetsFolder = mkdtempSync(join(tmpdir(), 'doctor-assets-'))
  const [port, database, api] = await Promise.all([
    freePort(),
    createTestDatabase('template1'),
    startTuvensApi(),
    build(assetsFolder),
  ])
  const ticketOrigin = `http://localhost:${port}`
  const office = await startBoxOffice(ticketOrigin)
  const liars: Liar[] = []
  const lie: Clinic['lie'] = async (...given) => {
    const liar = await startLiar(...given)
    liars.push(liar)
    return liar
  }
  const front = await startLiar(api.url, {
    tell: (told, { method }) => (method === 'OPTIONS' ? preflight(ticketOrigin) : told),
  })
  const env = {
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
  const closeAll = async (all: Liar[]) => {
    await Promise.all(all.map((each) => each.close()))
  }
  return {
    office,
    api: front.url,
    port,
    database,
    env,
    lie,
    examine: (over = {}, more = {}) =>
      examine(
        { ...env, ...over },
        {
          patienceMs: PATIENCE_MS,
          ...more,
          overrides: { assetsFolder: join(assetsFolder, 'assets'), ...more.overrides },
        },
      ),
    rest: () => closeAll(liars.splice(0)),
    close: async () => {
      await closeAll([...liars, front])
      await Promise.all([office.stop(), api.close(), database.drop()])
      rmSync(assetsFolder, { recursive: true, force: true })
    },
  }
}

/** As the API answers a page of the ticket origin that asks whether it may ask. */
export function preflight(allowed: string) {
  return { status: 204, headers: { 'access-control-allow-origin': allowed }, text: '' }
}

/** A fault, how to plant it (settings that bring it about), which check finds it and what that says. */
export type Fault = {
  title: string
  plant: () => Promise<Record<string, string>> | Record<string, string>
  id: string
  seen: RegExp
  mend: RegExp
}

/** Plants a fault and expects it to be named with its mend. */
export async function expectFault(clinic: Clinic, { plant, id, seen, mend }: Fault): Promise<void> {
  const outcomes = await clinic.examine(await plant())
  const found = outcomes.find((each) => each.id === id)
  expect(found, JSON.stringify(outcomes, null, 1)).toMatchObject({ state: 'failed' })
  expect(found?.seen).toMatch(seen)
  expect(found?.state === 'failed' ? found.mend.join('\n') : '').toMatch(mend)
  expect(JSON.stringify(outcomes)).not.toContain('sesame-open')
}
