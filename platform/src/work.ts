import { setTimeout as delay } from 'node:timers/promises'
import { isDatabaseAway } from './db/failures.ts'
import { counter, histogram } from './telemetry/registry.ts'
import { reportError } from './telemetry/report-error.ts'
import { inSpan } from './telemetry/trace.ts'

const rounds = counter({
  name: 'tuvens_work_rounds_total',
  help: 'Rounds of background loops',
  // The names that the code gives its loops.
  labels: { work: 'bounded', outcome: ['ok', 'failed'] },
})
const jobDurations = histogram({
  name: 'tuvens_job_duration_seconds',
  help: 'Time of one attempt at a job of a queue',
  // The names that the code gives its queues.
  labels: { queue: 'bounded', outcome: ['done', 'postponed', 'dead_letter'] },
})

/** Waits; ends early, without an error, when `signal` is aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>

const systemSleep: Sleep = (ms, signal) => delay(ms, undefined, { signal, ref: false }).catch(() => {})

/** Wakes one waiting loop. A wake-up while the loop works ends its next wait at once. */
export type WakeUp = { wake: () => void; wait: (ms: number) => Promise<void> }

/** Makes the wake-up of one loop. */
export function createWakeUp(sleep: Sleep = systemSleep): WakeUp {
  let isWoken = false
  let waiting: AbortController | undefined
  return {
    wake: () => {
      isWoken = true
      waiting?.abort()
    },
    wait: async (ms) => {
      waiting = new AbortController()
      if (!isWoken) await sleep(ms, waiting.signal)
      waiting = undefined
      isWoken = false
    },
  }
}

/** What background work reports; a pino logger fits. */
export type WorkLog = { error: (fields: object, message: string) => void }

/** A running loop. `stop` resolves when its last round is over. */
export type Loop = { stop: () => Promise<void> }

/** What a loop does, and how often. */
export type LoopOptions = {
  /** Names the work in the log. */
  name: string
  /** One round. `signal` is aborted by `stop`. True: the next round begins at once, else after a wake-up or `everyMs`. */
  run: (signal: AbortSignal) => Promise<boolean | void>
  everyMs: number
  log: WorkLog
  wakeUp?: WakeUp
}

/** Until the database is tried again: work goes on soon after it is back, whatever else its pauses are. */
const DATABASE_PAUSE_MS = 500
/** Longer than a failover takes. A job that lasts longer comes back when its claim runs out. */
const DATABASE_TRIES = 50

/** Runs rounds until it is stopped, the first at once. A round that fails is logged; the next comes after `everyMs`. */
export function startLoop({ name, run, everyMs, log, wakeUp = createWakeUp() }: LoopOptions): Loop {
  const stopping = new AbortController()
  /** Milliseconds until the next round. */
  const round = async () => {
    try {
      const hasMore = await run(stopping.signal)
      rounds.add({ work: name, outcome: 'ok' })
      return hasMore === true ? 0 : everyMs
    } catch (error) {
      rounds.add({ work: name, outcome: 'failed' })
      log.error({ err: error, work: name }, 'Background work failed; it is tried again')
      reportError(error, name)
      return isDatabaseAway(error) ? Math.min(everyMs, DATABASE_PAUSE_MS) : everyMs
    }
  }
  const done = (async () => {
    while (!stopping.signal.aborted) {
      const pauseMs = await round()
      if (pauseMs > 0 && !stopping.signal.aborted) await wakeUp.wait(pauseMs)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      wakeUp.wake()
      await done
    },
  }
}

/** When a failed job is tried again. */
export type Backoff = {
  /** After the first failure, the second … */
  pausesMs: readonly number[]
  /** After all further ones; without it a job that failed once more than there are pauses is given up. */
  thenMs?: number
  /** Part of a pause by which it may be shorter or longer, so that jobs do not come back together: 0.2 is ±20 %. */
  jitter?: number
}

/** Milliseconds until the next attempt, or null when `attempts` were all. `random` gives 0 to 1. */
export function pauseAfter(
  backoff: Backoff,
  attempts: number,
  random: () => number = Math.random,
): number | null {
  const { pausesMs, thenMs, jitter = 0 } = backoff
  const pause = pausesMs[attempts - 1] ?? thenMs
  return pause === undefined ? null : Math.round(pause * (1 - jitter + 2 * jitter * random()))
}

/** What a queue does with the jobs of type `J`. */
export type QueueOptions<J> = {
  /** Names the work in the log. */
  name: string
  /**
   * Takes at most `limit` due jobs (`for update skip locked`), each for a while only: what a dead process took comes
   * back by itself.
   */
  claim: (limit: number) => Promise<J[]>
  /** The W3C `traceparent` of what queued a job. Without it each job is a trace of its own. */
  traceparentOf?: ((job: J) => string | null | undefined) | undefined
  /** Does one job and marks it as done; throws when it failed. */
  handle: (job: J) => Promise<void>
  /** Milliseconds until a failed job is tried again, or null: it is a dead letter. */
  pauseAfter: (job: J, error: unknown) => number | null
  postpone: (job: J, failure: { pauseMs: number; error: unknown }) => Promise<void>
  /** Keeps the job for a person to look at. Not needed when `pauseAfter` never returns null. */
  deadLetter?: (job: J, error: unknown) => Promise<void>
  /** Jobs at once; a slow one holds up none of the others. */
  concurrency: number
  log: WorkLog
  /** Used when a full queue has free places again, so that the loop claims more. */
  wakeUp?: WakeUp
}

/** Jobs under way. */
export type Queue = {
  /** Claims as many jobs as there are free places for and starts them. True when there may be more: the round of a loop. */
  fill: () => Promise<boolean>
  /** Resolves when no job is under way. */
  idle: () => Promise<void>
}

/** Works on jobs of a table. Nothing here reads the time: the database decides which jobs are due. */
export function createQueue<J>(options: QueueOptions<J>): Queue {
  const { claim, concurrency, wakeUp } = options
  const running = new Set<Promise<void>>()
  const start = (job: J) => {
    const done = settle(options, job).finally(() => {
      const wasFull = running.size >= concurrency
      running.delete(done)
      if (wasFull) wakeUp?.wake()
    })
    running.add(done)
  }
  return {
    fill: async () => {
      const free = concurrency - running.size
      if (free <= 0) return false
      const jobs = await claim(free)
      jobs.forEach(start)
      return jobs.length === free
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** Never rejects: a job whose end cannot be stored comes back when its claim runs out. */
async function settle<J>(options: QueueOptions<J>, job: J): Promise<void> {
  try {
    const traceparent = options.traceparentOf?.(job)
    await inSpan({ name: options.name, traceparent, isApart: true }, () => handleWhileAway(options, job))
  } catch (error) {
    options.log.error({ err: error, work: options.name }, 'A job could not be settled; it is tried again')
    reportError(error, options.name)
  }
}

/** A job that fails because the database is away is neither its own failure nor can it be stored as one: it is repeated. */
async function handleWhileAway<J>(options: QueueOptions<J>, job: J): Promise<void> {
  const startedAt = performance.now()
  for (let tries = 1; ; tries++) {
    try {
      const outcome = await options.handle(job).then(
        () => 'done' as const,
        (error: unknown) => failUnlessAway(options, job, error),
      )
      jobDurations.observe({ queue: options.name, outcome }, (performance.now() - startedAt) / 1000)
      return
    } catch (error) {
      if (!isDatabaseAway(error) || tries === DATABASE_TRIES) throw error
    }
    await delay(DATABASE_PAUSE_MS)
  }
}

async function failUnlessAway<J>(options: QueueOptions<J>, job: J, error: unknown): Promise<JobFailure> {
  if (isDatabaseAway(error)) throw error
  return fail(options, job, error)
}

type JobFailure = 'postponed' | 'dead_letter'

async function fail<J>(
  { name, pauseAfter: pauseOf, postpone, deadLetter }: QueueOptions<J>,
  job: J,
  error: unknown,
): Promise<JobFailure> {
  reportError(error, name)
  const pauseMs = pauseOf(job, error)
  await (pauseMs === null ? deadLetter?.(job, error) : postpone(job, { pauseMs, error }))
  return pauseMs === null ? 'dead_letter' : 'postponed'
}

/** A loop over a queue: `stop` claims nothing more and waits for the jobs under way. */
export function startQueue<J>(options: QueueOptions<J> & { everyMs: number }): Loop {
  const wakeUp = options.wakeUp ?? createWakeUp()
  const queue = createQueue({ ...options, wakeUp })
  const loop = startLoop({ ...options, wakeUp, run: queue.fill })
  return {
    stop: async () => {
      await loop.stop()
      await queue.idle()
    },
  }
}
