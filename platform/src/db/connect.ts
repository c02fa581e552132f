import { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

type Host = { host: string; port: number }

const DEFAULT_PORT = 5432
/** A connection that ends sooner was refused, by the server or by a proxy in front of it. */
const SHORT_LIVED_MS = 500
const [MIN_PAUSE_MS, MAX_PAUSE_MS] = [50, 500]

/**
 * The servers of an address, `postgres://one:5432,two:5432/database`, and the same address with the first one alone.
 * None: it names a socket of this machine, or leaves the choice to the driver.
 */
export function splitHosts(url: string): { hosts: Host[]; first: string } {
  const from = url.indexOf('://') + '://'.length
  const to = from + url.slice(from).search(/[/?]|$/)
  const at = url.slice(0, to).lastIndexOf('@') + 1
  const start = Math.max(from, at)
  const names = url.slice(start, to).split(',')
  const first = url.slice(0, start) + names[0] + url.slice(to)
  const isPlain = (name: string) =>
    name !== '' && !name.startsWith('%2F') && URL.canParse(`postgres://${name}`)
  if (!names.every(isPlain)) return { hosts: [], first: url }
  return { hosts: names.map(hostOf), first }
}

function hostOf(name: string): Host {
  const { hostname, port } = new URL(`postgres://${name}`)
  return { host: hostname.replace('[', '').replace(']', ''), port: Number(port) || DEFAULT_PORT }
}

/** Opens the sockets of pools. `avoid`: the server in use takes no writes, so new connections go to the next one. */
export type Connector = { open: () => Promise<Socket>; avoid: () => void }

/** Several pools that find the same server read-only mean one step, not several. */
const MIN_STEP_MS = 1_000

/**
 * Leads to one of the servers, and to the next one when it fails. The driver's own way tries again without a pause, and
 * for ever, when a server or a proxy accepts a connection and closes it.
 */
export function createConnector(hosts: readonly Host[]): Connector {
  let at = 0
  let failures = 0
  let steppedAt = 0
  const step = () => {
    at = (at + 1) % hosts.length
    steppedAt = performance.now()
  }
  const open = async () => {
    if (failures > 0) await delay(pauseMs(failures))
    const used = at
    const { host, port } = hosts[used] ?? { host: '', port: DEFAULT_PORT }
    return connectTo({ host, port }, (hasFailed) => {
      failures = hasFailed ? failures + 1 : 0
      if (hasFailed && used === at) step()
    })
  }
  const avoid = () => {
    if (performance.now() - steppedAt > MIN_STEP_MS) step()
  }
  return { open, avoid }
}

function connectTo({ host, port }: Host, onEnd: (hasFailed: boolean) => void): Socket {
  const startedAt = performance.now()
  const socket = new Socket()
  let hasError = false
  let isRefused = false
  socket.once('error', () => {
    hasError = true
  })
  // Before the socket's own listener, which ends our side too.
  socket.prependOnceListener('end', () => {
    isRefused = !socket.writableEnded && performance.now() - startedAt < SHORT_LIVED_MS
  })
  socket.once('close', () => {
    onEnd(isRefused || hasError)
    // Without an error the driver goes on trying, and its query waits.
    if (isRefused && !hasError) socket.emit('error', new ClosedError())
  })
  // The driver takes the name that a certificate must have from here.
  return Object.assign(socket.connect({ host, port, keepAlive: true }), { host })
}

class ClosedError extends Error {
  override readonly name = 'ClosedError'
  readonly code = 'CONNECTION_CLOSED'
  constructor() {
    super('the database closed the connection before a query')
  }
}

/** With a jitter, so that not all nodes come together. */
function pauseMs(failures: number): number {
  return (0.5 + Math.random() / 2) * Math.min(MIN_PAUSE_MS * 2 ** Math.min(failures - 1, 10), MAX_PAUSE_MS)
}
