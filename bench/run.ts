import { dirname, join } from 'node:path'
import { parseArguments } from './arguments.ts'
import { capacity } from './capacity/capacity.bench.ts'
import { endpoints } from './endpoints/endpoints.bench.ts'
import { many } from './many/many.bench.ts'
import { describeMachine } from './measure/describe-machine.ts'
import { renderSection } from './measure/table.ts'
import { passthrough } from './passthrough/passthrough.bench.ts'
import { publish } from './publish/publish.bench.ts'
import { session } from './session/session.bench.ts'
import { type Machine, startMachine } from './stage/machine.ts'
import { stream } from './stream/stream.bench.ts'
import { strangers } from './strangers/strangers.bench.ts'
import { telemetry } from './telemetry/telemetry.bench.ts'
import { webhook } from './webhook/webhook.bench.ts'

const PARTS = [
  session,
  webhook,
  endpoints,
  stream,
  passthrough,
  publish,
  many,
  strangers,
  telemetry,
  capacity,
]
const ROOT = dirname(import.meta.dirname)
/** Folder of the CPU profiles of `--profile`, which the DevTools of Chromium can open. */
const PROFILES = join(ROOT, '.data', 'profiles')
const EXIT_INTERRUPTED = 130

/** `npm run bench [-- [--quick] [--profile] [part …]]`: the table goes to standard output, progress to standard error. */
async function main(): Promise<void> {
  const { quick, profile, parts } = parseArguments(process.argv.slice(2), PARTS)
  const progress = (text: string) => process.stderr.write(`${text}\n`)
  progress('starting PostgreSQL')
  const machine = await startMachine(ROOT, profile ? PROFILES : undefined)
  process.once('SIGINT', () => exit(machine)).once('SIGTERM', () => exit(machine))
  try {
    process.stdout.write(`# Benchmarks\n\n${describeMachine(quick)}\n\n`)
    for (const part of parts) {
      const sections = await part.run({ machine, quick, progress })
      process.stdout.write(`${sections.map(renderSection).join('\n')}\n`)
    }
  } finally {
    await machine.stop()
  }
}

let isExiting = false

/** Removes the data folder and exits. The servers exit by themselves when this process ends. */
function exit(machine: Machine): void {
  isExiting = true
  void machine.stop().finally(() => process.exit(EXIT_INTERRUPTED))
}

await main().catch((error: unknown) => {
  // After an interruption, running work fails because its database has stopped.
  if (!isExiting) throw error
})
