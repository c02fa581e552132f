import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../measure/figures.ts'
import { countDeliveries } from './count-deliveries.ts'

/** Many EventSources in one process, as cheap as can be: the machine's time belongs to the server that is measured. */

export type ListenerCommand =
  | { do: 'connect'; url: string; count: number }
  | { do: 'expect'; deliveries: number }
export type Connected = { connected: number }
export type Delivered = {
  deliveries: number
  /** Listeners whose connection the server ended. */
  cut: number
  /** From the first delivery to the last. */
  seconds: number
  /** Milliseconds from a change's timestamp to a listener. */
  p50: number
  p99: number
}

const AT_ONCE = 100
/** Silence after which all of the past has been sent. */
const QUIET_MS = 500
const PATIENCE_MS = 60_000

let [cut, heardAt] = [0, 0]
let [arrivals, count, first] = [new Float64Array(0), 0, 0]
let complete: () => void = () => {}
/** One change is parsed once for all listeners. */
let [known, knownMs] = ['', 0]

function delivered(timestamp: string): void {
  if (timestamp !== known) [known, knownMs] = [timestamp, Date.parse(timestamp)]
  if (count >= arrivals.length) return
  if (count === 0) first = performance.now()
  arrivals[count] = performance.timeOrigin + performance.now() - knownMs
  count += 1
  if (count === arrivals.length) complete()
}

function listen({ hostname, port, pathname, search }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const feed = countDeliveries(delivered)
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`,
    )
    socket.on('data', (chunk) => {
      heardAt = performance.now()
      feed(chunk)
      resolve(socket)
    })
    socket.on('close', () => {
      cut += 1
    })
    socket.once('error', reject)
  })
}

async function connectAll(url: URL, wanted: number): Promise<Connected> {
  for (let begun = 0; begun < wanted; begun += AT_ONCE) {
    const some = Math.min(AT_ONCE, wanted - begun)
    await Promise.all(Array.from({ length: some }, () => listen(url)))
  }
  while (performance.now() - heardAt < QUIET_MS) await sleep(QUIET_MS / 5)
  return { connected: wanted }
}

async function expectDeliveries(wanted: number): Promise<Delivered> {
  arrivals = new Float64Array(wanted)
  count = 0
  const completed = new Promise<void>((resolve) => {
    complete = resolve
  })
  process.send?.({ ready: true })
  await Promise.race([completed, sleep(PATIENCE_MS)])
  const heard = arrivals.subarray(0, count)
  return {
    deliveries: count,
    cut,
    seconds: (performance.now() - first) / 1000,
    p50: percentile(heard, 0.5),
    p99: percentile(heard, 0.99),
  }
}

process.on('message', (order: ListenerCommand) => {
  const work =
    order.do === 'connect' ? connectAll(new URL(order.url), order.count) : expectDeliveries(order.deliveries)
  void work.then((answer) => process.send?.(answer))
})
process.on('disconnect', () => process.exit(0))
