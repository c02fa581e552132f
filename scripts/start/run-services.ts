import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { supervise } from '../system/supervise.ts'
import type { ServiceSpec } from '../system/wiring.ts'
import { PlainError } from '../system/plain-error.ts'
import type { Handover } from './types.ts'

/** Starts all services and waits until they are ready. Restarts each one that crashes; `shutdown` stops them. */
export async function runServices(specs: ServiceSpec[], { data, steps, shutdown }: Handover): Promise<void> {
  const logs = join(data, 'logs')
  mkdirSync(logs, { recursive: true })
  const log = (spec: ServiceSpec) => join(logs, `${spec.name}.log`)
  const watch = {
    log: (spec: ServiceSpec) => relative(process.cwd(), log(spec)) || log(spec),
    print: (text: string) => steps.print(`\n${text}`),
  }
  for (const spec of specs) rmSync(log(spec), { force: true })
  await steps.step('Starting the services', async (note) => {
    const running = specs.map((spec) => supervise(spec, watch))
    shutdown.onExit(() =>
      steps.step('Services have stopped', () => Promise.all(running.map((each) => each.stop()))),
    )
    let ready = 0
    await Promise.all(
      running.map(async (each) => {
        await each.ready
        ready += 1
        note(`${ready} of ${running.length}`)
      }),
    ).catch((cause: unknown) => {
      throw new PlainError(cause instanceof Error ? cause.message : String(cause), { cause })
    })
  })
}
