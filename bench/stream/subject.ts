import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'undici'
import { type Call, drive, openPool } from '../measure/drive.ts'
import type { Subject } from '../measure/rounds.ts'
import { cpuSecondsOf, residentBytesOf } from '../measure/usage.ts'
import type { OnEnd } from '../part.ts'
import { messageOf, type Spawned, spawnProcess } from '../servers/spawn.ts'
import type { Connected, Delivered, Order } from './listeners.process.ts'

export type Phase = 'burst' | 'paced'
export type StreamSample = Delivered & {
  perSecond: number
  /** Microseconds of the server's processor a delivery cost. */
  cpu: number
}
/** What open streams cost while nothing happens. */
export type Idle = { bytesPerListener: number; cpuShare: number }
export type StreamSubject = Subject<Phase, StreamSample> & { idle: Idle }

export type Target = {
  name: string
  /** What publishes, one change a call. */
  calls: (count: number) => Call[]
  url: string
  /** Path and query of the stream. */
  stream: string
  pid: number
}
export type Size = { listeners: number; burst: number; paced: number; rounds: number }

const PACE_MS = 50
const IDLE_MS = 3000

/** Opens the streams and finds out what they cost at rest; the phases then publish. */
export async function createSubject(target: Target, size: Size, onEnd: OnEnd): Promise<StreamSubject> {
  const listeners = await spawnProcess(join(import.meta.dirname, 'listeners.process.ts'))
  const pool = openPool(target.url)
  onEnd(listeners.stop)
  onEnd(() => pool.destroy())
  // The first call of each connection would otherwise count as a stream's memory.
  await drive(pool, target.calls(1))
  const idle = await connectListeners(listeners, target, size.listeners)
  const measure = (count: number, publish: (calls: Call[]) => Promise<unknown>) =>
    sampleOf({ listeners, pid: target.pid, deliveries: count * size.listeners }, () =>
      publish(target.calls(count)),
    )
  return {
    name: target.name,
    idle,
    phases: {
      burst: () => measure(size.burst, (calls) => drive(pool, calls)),
      paced: () => measure(size.paced, (calls) => pace(pool, calls)),
    },
  }
}

async function connectListeners(
  listeners: Spawned,
  { url, stream, pid }: Target,
  count: number,
): Promise<Idle> {
  const before = residentBytesOf(pid)
  const order: Order = { do: 'connect', url: url + stream, count }
  listeners.process.send(order)
  await messageOf<Connected>(listeners)
  const bytesPerListener = (residentBytesOf(pid) - before) / count
  const busy = cpuSecondsOf(pid)
  await sleep(IDLE_MS)
  return { bytesPerListener, cpuShare: (cpuSecondsOf(pid) - busy) / (IDLE_MS / 1000) }
}

/** One change after the other, as organisers make them. */
async function pace(pool: Pool, calls: readonly Call[]): Promise<void> {
  for (const call of calls) {
    await Promise.all([drive(pool, [call]), sleep(PACE_MS)])
  }
}

type Listening = { listeners: Spawned; pid: number; deliveries: number }

async function sampleOf(
  { listeners, pid, deliveries }: Listening,
  publish: () => Promise<unknown>,
): Promise<StreamSample> {
  const order: Order = { do: 'expect', deliveries }
  listeners.process.send(order)
  await messageOf(listeners)
  const heard = messageOf<Delivered>(listeners)
  const before = cpuSecondsOf(pid)
  await publish()
  const sample = await heard
  const cpu = ((cpuSecondsOf(pid) - before) / deliveries) * 1e6
  if (sample.deliveries === deliveries && sample.cut === 0) {
    return { ...sample, perSecond: deliveries / sample.seconds, cpu }
  }
  throw new Error(
    `${sample.deliveries} of ${deliveries} deliveries arrived, ${sample.cut} listeners were cut`,
  )
}
