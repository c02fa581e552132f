import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'undici'
import { type BenchCall, drive, openPool } from '../measure/drive.ts'
import type { Subject } from '../measure/rounds.ts'
import { cpuSecondsOf, residentBytesOf } from '../measure/usage.ts'
import type { OnEnd } from '../part.ts'
import { messageOf, type Spawned, spawnProcess } from '../servers/spawn.ts'
import type { Connected, Delivered, ListenerCommand } from './listeners.process.ts'
import { BenchError } from '../bench-error.ts'

export type StreamPhase = 'burst' | 'paced'
export type StreamSample = Delivered & {
  perSecond: number
  /** Microseconds of processor time of the server for each delivery. */
  cpu: number
}
/** Cost of open streams without any change. */
export type Idle = { bytesPerListener: number; cpuShare: number }
export type StreamSubject = Subject<StreamPhase, StreamSample> & { idle: Idle }

export type StreamTarget = {
  name: string
  /** Calls that publish one change each. */
  calls: (count: number) => BenchCall[]
  url: string
  /** Path and query of the stream. */
  stream: string
  pid: number
}
export type Size = {
  listeners: number
  /** Number of listeners for the measurement of memory: with many, free space in the heap of the server matters little. */
  crowd: number
  burst: number
  paced: number
  rounds: number
}

const PACE_MS = 50
const IDLE_MS = 5000
const CLOSE_DELAY_MS = 1000
const LISTENERS = join(import.meta.dirname, 'listeners.process.ts')

/** Opens the streams and measures their idle cost. The phases then publish changes. */
export async function createSubject(target: StreamTarget, size: Size, onEnd: OnEnd): Promise<StreamSubject> {
  const listeners = await spawnProcess(LISTENERS)
  const pool = openPool(target.url)
  onEnd(listeners.stop)
  onEnd(() => pool.destroy())
  // Otherwise the memory of the first call of each connection would count for the streams.
  await drive(pool, target.calls(1))
  const idle = await measureIdle(target, size.crowd)
  await connectListeners(listeners, target, size.listeners)
  const measure = (count: number, publish: (calls: BenchCall[]) => Promise<unknown>) =>
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

async function measureIdle(target: StreamTarget, count: number): Promise<Idle> {
  const crowd = await spawnProcess(LISTENERS)
  try {
    const before = residentBytesOf(target.pid)
    await connectListeners(crowd, target, count)
    const bytesPerListener = (residentBytesOf(target.pid) - before) / count
    const busy = cpuSecondsOf(target.pid)
    await sleep(IDLE_MS)
    return { bytesPerListener, cpuShare: (cpuSecondsOf(target.pid) - busy) / (IDLE_MS / 1000) }
  } finally {
    await crowd.stop()
    // Waits until the server has closed these connections too.
    await sleep(CLOSE_DELAY_MS)
  }
}

async function connectListeners(
  listeners: Spawned,
  { url, stream }: StreamTarget,
  count: number,
): Promise<void> {
  const order: ListenerCommand = { do: 'connect', url: url + stream, count }
  listeners.process.send(order)
  await messageOf<Connected>(listeners)
}

/** Sends one change after the other, as organisers do. */
async function pace(pool: Pool, calls: readonly BenchCall[]): Promise<void> {
  for (const call of calls) {
    await Promise.all([drive(pool, [call]), sleep(PACE_MS)])
  }
}

type Listening = { listeners: Spawned; pid: number; deliveries: number }

async function sampleOf(
  { listeners, pid, deliveries }: Listening,
  publish: () => Promise<unknown>,
): Promise<StreamSample> {
  const order: ListenerCommand = { do: 'expect', deliveries }
  listeners.process.send(order)
  await messageOf(listeners)
  const delivered = messageOf<Delivered>(listeners)
  const before = cpuSecondsOf(pid)
  await publish()
  const sample = await delivered
  const cpu = ((cpuSecondsOf(pid) - before) / deliveries) * 1e6
  if (sample.deliveries === deliveries && sample.cut === 0) {
    return { ...sample, perSecond: deliveries / sample.seconds, cpu }
  }
  throw new BenchError(
    `${sample.deliveries} of ${deliveries} deliveries arrived, ${sample.cut} listeners were cut`,
  )
}
