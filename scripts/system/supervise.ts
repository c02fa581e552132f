import { setTimeout as sleep } from 'node:timers/promises'
import { lastLines } from './logs.ts'
import { type RunningService, startService, untilReady } from './service.ts'
import type { ServiceSpec } from './wiring.ts'

export type Supervised = {
  /** Rejects, with the end of the log, when the first start fails. */
  ready: Promise<void>
  stop: () => Promise<void>
}

export type Watch = {
  log: (spec: ServiceSpec) => string
  /** Tells a person what happened. */
  say: (text: string) => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** Running this long counts as recovered: the next crash is met with the shortest wait again. */
const RECOVERED_MS = 60_000

/** Starts a service and, once it has been ready, starts it again whenever it ends. */
export function supervise(spec: ServiceSpec, watch: Watch): Supervised {
  let stopping = false
  let current = startService(spec, watch.log(spec))
  const ready = untilReady(current, watch.log(spec))
  const keep = async () => {
    for await (const next of restarts(current, watch, () => stopping)) current = next
  }
  void ready.then(keep, () => {})
  return {
    ready,
    stop: async () => {
      stopping = true
      await current.stop()
    },
  }
}

/** Yields each new process, until told to stop. */
async function* restarts(
  first: RunningService,
  watch: Watch,
  isStopping: () => boolean,
): AsyncGenerator<RunningService> {
  let [service, wait, since] = [first, FIRST_WAIT_MS, Date.now()]
  while (true) {
    const how = await service.ended
    if (isStopping()) return
    wait = Date.now() - since > RECOVERED_MS ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS)
    watch.say(inWords(first.spec, how, wait, watch.log(first.spec)))
    await sleep(wait)
    if (isStopping()) return
    since = Date.now()
    service = startService(first.spec, watch.log(first.spec))
    yield service
    void tellWhenBack(service, watch)
  }
}

async function tellWhenBack(service: RunningService, watch: Watch): Promise<void> {
  try {
    await untilReady(service, watch.log(service.spec))
    watch.say(`${service.spec.title} is back.`)
  } catch {
    // It ended again: the loop above tells.
  }
}

function inWords(spec: ServiceSpec, how: string, wait: number, log: string): string {
  return `${spec.title} ${how} and is started again in ${wait / 1000} s. The last lines of ${log}:\n${lastLines(log)}`
}
