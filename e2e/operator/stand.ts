import { startConsole } from '../../api/src/operator/start.ts'
import { createOutput } from '../../scripts/ops/output.ts'
import { runOps } from '../../scripts/ops/run.ts'
import { RetryingOrganiser } from '../nothing-lost/organiser.ts'
import { startWorld } from '../nothing-lost/world.ts'

export const TOKEN = 'Jw7pXv2nQe9RkT4mZc6bLs8dYf3h'
const SETTINGS = { OPERATOR_PORT: '0', OPERATOR_TOKENS: `ada:${TOKEN},grace:another-operator-${TOKEN}` }

export type OperatorStand = Awaited<ReturnType<typeof startOperatorStand>>

/** All services with the operator's console, and the commands that call it. */
export async function startOperatorStand() {
  const world = await startWorld({ apiSettings: SETTINGS })
  const operatorConsole = await startConsole(world.api.context)
  const url = operatorConsole.url ?? ''
  return {
    world,
    url,
    organiser: await RetryingOrganiser.join(world),
    /** A page of the console as a browser or, with `accept`, a program reads it. */
    get: (path: string, headers: Record<string, string> = {}) =>
      fetch(url + path, {
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
        redirect: 'manual',
      }),
    ops: (...args: string[]) => ops(url, args),
    stop: async () => {
      await operatorConsole.stop()
      await world.stop()
    },
  }
}

/** Runs a command as its own process would. */
async function ops(url: string, args: string[]) {
  const out = { stdout: '', stderr: '' }
  const streamOf = (name: keyof typeof out) => ({
    write: (text: string | Uint8Array, done?: unknown) => {
      out[name] += String(text)
      if (typeof done === 'function') done()
      return true
    },
  })
  const env = { OPERATOR_URL: url, OPERATOR_TOKEN: TOKEN }
  const shutdown = {
    signalExitCode: 130,
    isExiting: () => false,
    onExit: () => undefined,
    exit: async () => {},
  }
  const output = createOutput({ stdout: streamOf('stdout'), stderr: streamOf('stderr') })
  const given = { root: '/', data: '/nowhere', env, shutdown }
  const code = await runOps(given, args, { output })
  const document = args.includes('--json') ? JSON.parse(out.stdout) : undefined
  return { code, ...out, document }
}
