import { dirname, join } from 'node:path'
import { parseArguments } from './arguments.ts'
import { describeMachine } from './measure/machine-words.ts'
import { renderSection } from './measure/table.ts'
import { publish } from './publish/part.ts'
import { session } from './session/part.ts'
import { startMachine } from './stage/machine.ts'
import { stream } from './stream/part.ts'
import { webhook } from './webhook/part.ts'

const PARTS = [session, webhook, stream, publish]
const ROOT = dirname(import.meta.dirname)
/** Where `--profile` puts what Chromium's DevTools can open. */
const PROFILES = join(ROOT, '.data', 'profiles')

/** `npm run bench [-- [--quick] [--profile] [part …]]`: the table goes to standard output, progress to standard error. */
async function main(): Promise<void> {
  const { quick, profile, parts } = parseArguments(process.argv.slice(2), PARTS)
  // Ending by `exit` lets PostgreSQL and the servers know.
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
  const say = (text: string) => process.stderr.write(`${text}\n`)
  say('starting PostgreSQL')
  const machine = await startMachine(ROOT, profile ? PROFILES : undefined)
  try {
    process.stdout.write(`# Benchmarks\n\n${describeMachine(quick)}\n\n`)
    for (const part of parts) {
      const sections = await part.run({ machine, quick, say })
      process.stdout.write(`${sections.map(renderSection).join('\n')}\n`)
    }
  } finally {
    await machine.stop()
  }
}

await main()
