import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { inject } from 'vitest'
import { StandInApi } from './api-server.ts'
import { Browser } from './browser.ts'
import { fillDemo } from './demo.ts'
import { StandInWorld } from './world.ts'

export const TICKET_ORIGIN = 'http://tickets.localhost:3002'
export const ADA = { email: 'ada@example.com', password: 'correct horse battery' }
export const BEN = { email: 'ben@example.com', password: 'correct horse battery' }

class SiteNotStartedError extends Error {}

export type Site = {
  url: string
  pid: number
  world: StandInWorld
  api: StandInApi
  /** A new visitor with cookies of their own and without scripts. */
  visitor: () => Browser
  member: (who?: { email: string; password: string }) => Promise<Browser>
  close: () => Promise<void>
}

/** Starts the built site as a process of its own, with a stand-in API over real HTTP. */
export async function startSite(env: Record<string, string> = {}): Promise<Site> {
  const world = new StandInWorld(TICKET_ORIGIN)
  fillDemo(world)
  const api = await new StandInApi(world, TICKET_ORIGIN).listen()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn('node', [join(inject('sitePath'), 'index.js')], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOST: '127.0.0.1',
      ORIGIN: url,
      API_URL: api.url,
      PUBLIC_API_URL: api.url,
      PUBLIC_TICKET_ORIGIN: TICKET_ORIGIN,
      SHUTDOWN_TIMEOUT: '1',
      LIMIT_PAGES: '1000000',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await answers(`${url}/healthz`)
  const visitor = () => new Browser(url)
  const member = async (who = ADA) => {
    const browser = visitor()
    await browser.submit('/sign-in', { ...who })
    return browser
  }
  return { url, pid: child.pid ?? 0, world, api, visitor, member, close: () => close(child, api) }
}

async function close(child: ChildProcess, api: StandInApi): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
  await api.close()
}

async function answers(address: string, tries = 1_000): Promise<void> {
  const response = await fetch(address).catch(() => null)
  if (response?.ok) return
  if (tries === 0) throw new SiteNotStartedError(`${address} does not respond`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  return answers(address, tries - 1)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
