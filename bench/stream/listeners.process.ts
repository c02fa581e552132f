import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../measure/figures.ts'
import { countDeliveries } from './count-deliveries.ts'

/** Many stream readers in one process. They use little processor time, which the measured server needs. */

export type ListenerCommand =
  | { do: 'connect'; url: string; count: number }
  | { do: 'expect'; deliveries: number }
export type Connected = { connected: number }
export type Delivered = {
  deliveries: number
  /** Number of listeners whose connection the server closed. */
  cut: number
  /** Seconds from the first delivery to the last. */
  seconds: number
  /** Milliseconds from the timestamp of a change to its delivery. */
  p50: number
  p99: number
}

const AT_ONCE = 100
/** After this time without data, all earlier changes have been sent. */
const QUIET_MS = 500
const TIME_LIMIT_MS = 60_000

let [cut, receivedAt] = [0, 0]
let [arrivals, count, first] = [new Float64Array(0), 0, 0]
let complete: () => void = () => {}
/** Cache: each timestamp is parsed once for all listeners. */
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
      receivedAt = performance.now()
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
  while (performance.now() - receivedAt < QUIET_MS) await sleep(QUIET_MS / 5)
  return { connected: wanted }
}

async function expectDeliveries(wanted: number): Promise<Delivered> {
  arrivals = new Float64Array(wanted)
  count = 0
  const completed = new Promise<void>((resolve) => {
    complete = resolve
  })
  process.send?.({ ready: true })
  await Promise.race([completed, sleep(TIME_LIMIT_MS)])
  const received = arrivals.subarray(0, count)
  return {
    deliveries: count,
    cut,
    seconds: (performance.now() - first) / 1000,
    p50: percentile(received, 0.5),
    p99: percentile(received, 0.99),
  }
}

process.on('message', (order: ListenerCommand) => {
  const work =
    order.do === 'connect' ? connectAll(new URL(order.url), order.count) : expectDeliveries(order.deliveries)
  void work.then((answer) => process.send?.(answer))
})
process.on('disconnect', () => process.exit(0))
