import { setTimeout as sleep } from 'node:timers/promises'
import { lastLines } from './logs.ts'
import { type RunningService, startService, waitUntilReady } from './service.ts'
import type { ServiceSpec } from './wiring.ts'

export type SupervisedService = {
  /** Rejects with the end of the log when the first start fails. */
  ready: Promise<void>
  stop: () => Promise<void>
}

export type SupervisorOutput = {
  log: (spec: ServiceSpec) => string
  /** Prints a message for the operator. */
  print: (text: string) => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** After running this long a service counts as recovered, and the next wait is the shortest again. */
const RECOVERED_MS = 60_000

/** Starts a service. Once it has been ready, restarts it each time it ends. */
export function supervise(spec: ServiceSpec, output: SupervisorOutput): SupervisedService {
  let isStopping = false
  let current = startService(spec, output.log(spec))
  const ready = waitUntilReady(current, output.log(spec))
  const keep = async () => {
    for await (const next of restarts(current, output, () => isStopping)) current = next
  }
  void ready.then(keep, () => {})
  return {
    ready,
    stop: async () => {
      isStopping = true
      await current.stop()
    },
  }
}

/** Yields each new process until `isStopping` returns true. */
async function* restarts(
  first: RunningService,
  output: SupervisorOutput,
  isStopping: () => boolean,
): AsyncGenerator<RunningService> {
  let [service, wait, since] = [first, FIRST_WAIT_MS, Date.now()]
  while (true) {
    const ending = await service.ended
    if (isStopping()) return
    wait = Date.now() - since > RECOVERED_MS ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS)
    output.print(describeRestart(first.spec, ending, wait, output.log(first.spec)))
    await sleep(wait)
    if (isStopping()) return
    since = Date.now()
    service = startService(first.spec, output.log(first.spec))
    yield service
    void reportReturn(service, output)
  }
}

async function reportReturn(service: RunningService, output: SupervisorOutput): Promise<void> {
  try {
    await waitUntilReady(service, output.log(service.spec))
    output.print(`${service.spec.title} is back.`)
  } catch {
    // It ended again: the loop above reports that.
  }
}

function describeRestart(spec: ServiceSpec, ending: string, wait: number, log: string): string {
  return `${spec.title} ${ending} and is started again in ${wait / 1000} s. The last lines of ${log}:\n${lastLines(log)}`
}
