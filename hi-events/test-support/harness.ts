import { freePort } from '@tuvens/platform/free-port'
import { createLog } from '@tuvens/platform/log'
import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from '../build.mjs'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/base/config.ts'
import { ENTRANCES } from '../src/base/entrances.ts'
import { createContext, type Overrides } from '../src/context.ts'
import { startBackground } from '../src/start-background.ts'
import { startHiEvents } from './fake-hi-events.ts'
import { SHARED_SECRET, startTuvensApi } from './fake-tuvens-api.ts'

export const CREDENTIALS_KEY = 'credentials-key-of-the-tests'
export const SITE_URL = 'http://tuvens.test'
/** Far away, so that only the tests that are about limits meet them. */
const NO_LIMITS = Object.fromEntries(Object.values(ENTRANCES).map(({ env }) => [env, '1000000']))

export type Harness = Awaited<ReturnType<typeof startHarness>>

type HarnessOptions = {
  env?: Record<string, string>
  overrides?: Overrides
  /** Port of the ticket origin, when something has to know it before. */
  port?: number
  /** Inbox, outbox and sweep run by themselves. */
  withLoops?: boolean
}

/** The ticket origin on a real port, between a fake Hi.Events and a fake Tuvens API, on a database of its own. */
export async function startHarness(options: HarnessOptions = {}) {
  const [hiEvents, api, database, port, assetsFolder] = await Promise.all([
    startHiEvents(),
    startTuvensApi(),
    createTestDatabase('hi-events'),
    options.port ?? freePort(),
    bundled(),
  ])
  const url = `http://127.0.0.1:${port}`
  const { config, secrets } = readConfig({
    DATABASE_URL: database.url,
    TICKET_ORIGIN: url,
    TUVENS_API_URL: api.url,
    SITE_URL,
    HI_EVENTS_UPSTREAM: hiEvents.url,
    HI_EVENTS_SHARED_SECRET: SHARED_SECRET,
    CREDENTIALS_KEY,
    UPSTREAM_BUDGET: '100000',
    LIMIT_PERSON_CALLS: '100000',
    SWEEP_FAST_MS: '300',
    SWEEP_STEADY_MS: '600',
    SWEEP_SLOW_MS: '2000',
    ...NO_LIMITS,
    ...options.env,
  })
  const overrides = { log: createLog('hi-events', 'silent'), assetsFolder, ...options.overrides }
  const start = async () => startNode({ config, secrets }, { ...options, overrides, port })
  let node = await start()
  return {
    url,
    hiEvents,
    api,
    database,
    get context() {
      return node.context
    },
    get app() {
      return node.app
    },
    /** Ends this process's part and starts another on the same database and port. */
    restart: async () => {
      await node.stop()
      node = await start()
    },
    /** The same without letting anything finish: transactions and calls are cut off in the middle. */
    crash: async () => {
      await Promise.all([node.context.db.end({ timeout: 0 }), node.stop()])
      node = await start()
    },
    stop: async () => {
      await node.stop()
      await Promise.all([hiEvents.close(), api.close(), database.drop()])
    },
  }
}

async function startNode(
  { config, secrets }: ReturnType<typeof readConfig>,
  { overrides, port, withLoops = false }: HarnessOptions & { port: number },
) {
  const context = createContext(config, secrets, overrides)
  const app = await createApp(context)
  await app.listen({ port, host: '127.0.0.1' })
  const background = withLoops ? startBackground(context) : null
  const stop = async () => {
    app.server.closeAllConnections()
    await app.close()
    await background?.stop()
    await context.close()
  }
  return { context, app, stop }
}

let bundling: Promise<string> | undefined

/** The browser scripts, bundled once per test file. */
async function bundled(): Promise<string> {
  bundling ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hi-events-assets-'))
    await build(folder)
    return join(folder, 'assets')
  })()
  return bundling
}

/** Waits until something is so. */
export async function until<T>(
  look: () => T | Promise<T>,
  what = 'it',
  ms = 120_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms
  while (Date.now() < deadline) {
    const found = await look()
    if (found !== undefined && found !== null && found !== false) return found as NonNullable<T>
    await delay(10)
  }
  throw new TypeError(`Waited ${ms} ms for ${what}`)
}
