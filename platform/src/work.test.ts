import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../test-support/database.ts'
import { DatabaseBusyError } from './db/failures.ts'
import {
  type Backoff,
  createQueue,
  createWakeUp,
  type Loop,
  pauseAfter,
  type QueueOptions,
  type Sleep,
  startLoop,
  startQueue,
} from './work.ts'

const loops: Loop[] = []
const logged: unknown[] = []
const log = { error: (fields: object) => void logged.push(fields) }
afterEach(async () => {
  await Promise.all(loops.splice(0).map((each) => each.stop()))
  logged.length = 0
})

/** A sleep that the test ends by hand, or a ring does. */
function manualSleep() {
  const asked: number[] = []
  let end = () => {}
  const sleep: Sleep = (ms, signal) =>
    new Promise<void>((resolve) => {
      asked.push(ms)
      end = resolve
      signal.addEventListener('abort', () => resolve())
    })
  return { sleep, asked, end: () => end() }
}

/** A promise and the function that resolves it. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('a signal', () => {
  it('ends a wait, and a ring while nobody waits ends the next one', async () => {
    const { sleep, asked } = manualSleep()
    const wakeUp = createWakeUp(sleep)
    const wait = wakeUp.wait(1_000)
    wakeUp.wake()
    await wait
    wakeUp.wake()
    await wakeUp.wait(2_000)
    expect(asked).toEqual([1_000])
  })

  it('is used up by the wait that it ended', async () => {
    const { sleep, asked, end } = manualSleep()
    const wakeUp = createWakeUp(sleep)
    wakeUp.wake()
    await wakeUp.wait(1)
    const wait = wakeUp.wait(2)
    expect(asked).toEqual([2])
    end()
    await wait
  })
})

describe('a loop', () => {
  it('goes on at once while there is more, then waits for the interval', async () => {
    const { sleep, asked, end } = manualSleep()
    const answers = [true, true, false, false]
    let rounds = 0
    const run = async () => answers[rounds++] ?? false
    loops.push(startLoop({ name: 'test', run, everyMs: 60_000, log, wakeUp: createWakeUp(sleep) }))
    await expect.poll(() => asked).toEqual([60_000])
    expect(rounds).toBe(3)
    end()
    await expect.poll(() => rounds).toBe(4)
  })

  it('logs a round that fails, waits, and goes on', async () => {
    const { sleep, asked, end } = manualSleep()
    let rounds = 0
    const run = async () => {
      if (++rounds === 1) throw new RangeError('The database is away')
    }
    loops.push(startLoop({ name: 'clean-up', run, everyMs: 5, log, wakeUp: createWakeUp(sleep) }))
    await expect.poll(() => asked).toEqual([5])
    expect(logged).toMatchObject([{ work: 'clean-up', err: { message: 'The database is away' } }])
    end()
    await expect.poll(() => rounds).toBe(2)
  })

  it('goes on soon after the database was away, however long its interval is', async () => {
    const { sleep, asked } = manualSleep()
    const run = () => Promise.reject(new DatabaseBusyError('no connection was free'))
    loops.push(startLoop({ name: 'test', run, everyMs: 600_000, log, wakeUp: createWakeUp(sleep) }))
    await expect.poll(() => asked).toEqual([500])
  })

  it('stops only when the round under way is over, and tells that round to end', async () => {
    const { opened, open } = gate()
    let isAborted = false
    const loop = startLoop({
      name: 'test',
      everyMs: 1,
      log,
      run: async (signal) => {
        signal.addEventListener('abort', () => (isAborted = true))
        await opened
        return true
      },
    })
    let isStopped = false
    const stopped = loop.stop().then(() => (isStopped = true))
    await delay(20)
    expect([isStopped, isAborted]).toEqual([false, true])
    open()
    await stopped
  })

  it('stops at once while it waits for a long interval', async () => {
    const loop = startLoop({ name: 'test', everyMs: 3_600_000, log, run: async () => false })
    await loop.stop()
  })
})

describe('a backoff', () => {
  const backoff: Backoff = { pausesMs: [100, 1_000], jitter: 0.2 }
  it('gives a pause for each failure within its jitter, then none', () => {
    expect([0, 0.5, 1].map((chance) => pauseAfter(backoff, 1, () => chance))).toEqual([80, 100, 120])
    expect(pauseAfter(backoff, 2, () => 0.5)).toBe(1_000)
    expect(pauseAfter(backoff, 3, () => 0.5)).toBeNull()
  })

  it('repeats its last pause when it never gives up', () => {
    expect([3, 100].map((attempts) => pauseAfter({ pausesMs: [1, 2], thenMs: 60 }, attempts))).toEqual([
      60, 60,
    ])
  })
})

type Job = { id: number; attempts: number }

/** A queue over an array; `settled` tells what became of each job. */
function setUp(options: Partial<QueueOptions<Job>> & { waiting: Job[] }) {
  const settled: string[] = []
  const all: QueueOptions<Job> = {
    name: 'test',
    claim: async (limit) => options.waiting.splice(0, limit),
    handle: async ({ id }) => void settled.push(`done ${id}`),
    pauseAfter: ({ attempts }) => pauseAfter({ pausesMs: [10, 20] }, attempts),
    postpone: async ({ id }, { pauseMs }) => void settled.push(`postponed ${id} by ${pauseMs}`),
    deadLetter: async ({ id }) => void settled.push(`dead ${id}`),
    concurrency: 2,
    log,
    ...options,
  }
  return { settled, options: all }
}
const jobs = (count: number): Job[] => Array.from({ length: count }, (_, id) => ({ id, attempts: 1 }))

describe('a queue', () => {
  it('claims no more than it has free for and says whether there may be more', async () => {
    const { opened, open } = gate()
    const waiting = jobs(3)
    const queue = createQueue(setUp({ waiting, handle: () => opened }).options)
    expect([await queue.fill(), await queue.fill(), waiting.length]).toEqual([true, false, 1])
    open()
    await queue.idle()
    expect([await queue.fill(), waiting.length]).toEqual([false, 0])
  })

  it('is not held up by a slow job', async () => {
    const { opened, open } = gate()
    const { settled, options } = setUp({ waiting: jobs(5) })
    const handle = async (job: Job) => (job.id === 0 ? opened : options.handle(job))
    loops.push(startQueue({ ...options, handle, everyMs: 3_600_000 }))
    await expect.poll(() => settled.toSorted()).toEqual(['done 1', 'done 2', 'done 3', 'done 4'])
    open()
  })

  it('postpones a failed job and makes it a dead letter after its last attempt', async () => {
    const waiting = [1, 2, 3].map((attempts) => ({ id: attempts, attempts }))
    const { settled, options } = setUp({
      waiting,
      concurrency: 3,
      handle: () => Promise.reject(new RangeError('no')),
    })
    const queue = createQueue(options)
    await queue.fill()
    await queue.idle()
    expect(settled).toEqual(['postponed 1 by 10', 'postponed 2 by 20', 'dead 3'])
  })

  it('repeats a job that fails because the database is away, and spends no attempt on it', async () => {
    let outages = 2
    const { settled, options } = setUp({ waiting: jobs(1) })
    const handle = async (job: Job) => {
      if (outages-- > 0) throw new DatabaseBusyError('no connection was free')
      await options.handle(job)
    }
    const queue = createQueue({ ...options, handle })
    await queue.fill()
    await queue.idle()
    expect(settled).toEqual(['done 0'])
  })

  it('repeats a job whose failure cannot be stored because the database is away', async () => {
    let outages = 2
    const handle = () => Promise.reject(new RangeError('no'))
    const { settled, options } = setUp({ waiting: jobs(1), handle })
    const postpone: typeof options.postpone = async (job, failure) => {
      if (outages-- > 0) throw new DatabaseBusyError('no connection was free')
      await options.postpone(job, failure)
    }
    const queue = createQueue({ ...options, postpone })
    await queue.fill()
    await queue.idle()
    expect(settled).toEqual(['postponed 0 by 10'])
  })

  it('survives a failure that cannot be stored: the job comes back when its claim runs out', async () => {
    const refuse = () => Promise.reject(new RangeError('The database is away'))
    const { options } = setUp({ waiting: jobs(1), handle: refuse, postpone: refuse })
    const queue = createQueue(options)
    await queue.fill()
    await queue.idle()
    expect(logged).toMatchObject([{ work: 'test', err: { message: 'The database is away' } }])
  })

  it('stops only when its jobs are settled', async () => {
    const { opened, open } = gate()
    const { settled, options } = setUp({ waiting: jobs(1) })
    const handle = async (job: Job) => opened.then(() => options.handle(job))
    const queue = startQueue({ ...options, handle, everyMs: 3_600_000 })
    await delay(10)
    const stopped = queue.stop()
    open()
    await stopped
    expect(settled).toEqual(['done 0'])
  })

  it('lets several nodes share the jobs of one table, each done once', async () => {
    const test = await createTestDatabase('template1')
    await test.db`create table jobs (id integer primary key, done integer not null default 0, taken boolean)`
    await test.db`insert into jobs select n from generate_series(1, 200) n`
    const node = () =>
      startQueue<{ id: number }>({
        ...setUp({ waiting: [] }).options,
        traceparentOf: () => null,
        claim: (limit) => test.db<{ id: number }[]>`
          update jobs set taken = true where id in (
            select id from jobs where taken is null limit ${limit} for update skip locked) returning id`,
        handle: async ({ id }) => void (await test.db`update jobs set done = done + 1 where id = ${id}`),
        pauseAfter: () => null,
        postpone: async () => {},
        deadLetter: async () => {},
        everyMs: 5,
      })
    loops.push(node(), node(), node())
    const left = async () =>
      (await test.db`select count(*)::integer as count from jobs where done = 0`)[0]?.['count']
    await expect.poll(left, { timeout: 60_000 }).toBe(0)
    await Promise.all(loops.splice(0).map((each) => each.stop()))
    expect(await test.db`select from jobs where done <> 1`).toHaveLength(0)
    await test.drop()
  })
})
