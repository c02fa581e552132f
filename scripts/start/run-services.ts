import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { supervise } from '../system/supervise.ts'
import type { ServiceSpec } from '../system/wiring.ts'
import { PlainError } from '../system/plain-error.ts'
import type { Handover } from './types.ts'

/** All services, running and ready; each is started again when it crashes, and stopped when `life` ends. */
export async function runServices(specs: ServiceSpec[], { data, steps, life }: Handover): Promise<void> {
  const logs = join(data, 'logs')
  mkdirSync(logs, { recursive: true })
  const log = (spec: ServiceSpec) => join(logs, `${spec.name}.log`)
  const watch = {
    log: (spec: ServiceSpec) => relative(process.cwd(), log(spec)) || log(spec),
    say: (text: string) => steps.say(`\n${text}`),
  }
  for (const spec of specs) rmSync(log(spec), { force: true })
  await steps.step('Starting the services', async (note) => {
    const running = specs.map((spec) => supervise(spec, watch))
    life.onLeave(() =>
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
