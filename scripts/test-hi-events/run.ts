import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { probeUpstream } from '../../hi-events/src/doctor/checks/check-upstream.ts'
import { createProbe } from '../../hi-events/src/doctor/probe/probe.ts'
import type { Handover } from '../start/types.ts'
import { PlainError } from '../system/plain-error.ts'
import { envOf, HELP, type SuiteOptions, readOptions } from './options.ts'

const SUITES = ['scripts/test-hi-events/scenario.test.ts', 'box-office/src/recordings.test.ts']

/**
 * Runs the scenario of the ticket origin and the recordings against a Hi.Events, or against the box office.
 *
 * @returns the exit code
 */
export async function runSuite(
  { root, env, shutdown }: Pick<Handover, 'root' | 'env' | 'shutdown'>,
  args: string[],
): Promise<number> {
  const options = readOptions(args, env)
  if (options.help) {
    process.stdout.write(`${HELP}\n`)
    return 0
  }
  if (options.target !== undefined) await checkHiEvents(options.target)
  process.stdout.write(`\n  Against ${options.target?.pages ?? 'the box office'}\n`)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporter = join(root, 'scripts', 'test-hi-events', 'reporter.ts')
  // In sequence, because a Hi.Events may serve one request at a time, and it limits calls per address.
  const flags = ['--no-file-parallelism', `--reporter=${reporter}`]
  const child = spawn(process.execPath, [vitest, 'run', ...SUITES, ...flags], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, ...envOf(options) },
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  // On SIGINT vitest still lets the suites remove what they created.
  shutdown.onExit(() => {
    if (child.exitCode === null) child.kill('SIGINT')
    return ended
  })
  return ended
}

/** @throws PlainError when there is no Hi.Events at the address */
async function checkHiEvents({ pages, api }: NonNullable<SuiteOptions['target']>): Promise<void> {
  const { probe, close } = createProbe()
  const finding = await probeUpstream(probe, { upstream: pages, upstreamApi: api })
  await close()
  if (finding.state !== 'failed') return
  const fix = finding.fix
    .join('\n')
    .replaceAll('HI_EVENTS_UPSTREAM', '--url')
    .replaceAll('HI_EVENTS_API_URL', '--api-url')
  throw new PlainError(`${finding.seen}\n${fix}`)
}
