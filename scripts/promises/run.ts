import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Handover } from '../start/types.ts'
import { PlainError } from '../system/plain-error.ts'
import { readArguments } from '../system/read-arguments.ts'
import { prepareMachine } from '../test/machine.ts'
import { startTestCluster } from '../test/test-cluster.ts'
import { disagreementsOf, type RegisteredPromise, readRegister } from './register.ts'
import { isSiteTest, runTests, type TestRun } from './run-test.ts'
import { copyTree, type TreeCopy } from './tree-copy.ts'

const HELP = `npm run promises -- [options]

Breaks each line that keeps a registered promise, one at a time, in a copy of the tree, and expects the named test to fail.

  --only TEXT    only promises whose id contains TEXT, e.g. api/ or single-use
  --sample N     only N random promises
  --seed N       repeats the sample of that seed
  --help         prints this text
`

/** Checks the register. @returns the exit code: 0 when every broken line makes its test fail */
export async function checkPromises(handover: Handover, args: string[]): Promise<number> {
  const options = readArguments('promises', {
    args,
    options: {
      only: { type: 'string' },
      sample: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (options.help) {
    console.log(HELP)
    return 0
  }
  const { root } = handover
  const all = readRegister(root)
  const wrong = disagreementsOf(root, all)
  if (wrong.length > 0) throw new PlainError(wrong.join('\n'))
  const chosen = sampleOf(
    all.filter(({ id }) => id.includes(options.only ?? '')),
    options,
  )
  if (chosen.length === 0) throw new PlainError('No id of a promise contains this text')
  const survived = await breakAll(handover, chosen)
  console.log(`\n${chosen.length - survived} passed, ${survived} failed`)
  return survived === 0 ? 0 : 1
}

function sampleOf(
  promises: RegisteredPromise[],
  { sample, seed = String(randomInt(1_000_000)) }: { sample?: string; seed?: string },
): RegisteredPromise[] {
  if (sample === undefined) return promises
  console.log(`A sample of ${sample}, seed ${seed}`)
  const rest = [...promises]
  let state = Number(seed)
  return Array.from({ length: Math.min(Number(sample), rest.length) }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return rest.splice(state % rest.length, 1)
  }).flat()
}

/** Each breaks lines in a copy of its own, and most of a run is one process that starts. */
const WORKERS = 2

/** @returns how many promises no test keeps */
async function breakAll({ root, data, env, steps, shutdown }: Handover, chosen: RegisteredPromise[]) {
  const logs = join(data, 'logs', 'promises')
  mkdirSync(logs, { recursive: true })
  const stages = Array.from({ length: Math.min(WORKERS, chosen.length) }, () => copyTree(root))
  const remove = () => stages.forEach((each) => each.remove())
  shutdown.onExit(async () => remove())
  const machine = await prepareMachine(env, logs, steps)
  const cluster = await startTestCluster()
  shutdown.onExit(cluster.stop)
  const runOf = (stage: TreeCopy, index: number): TestRun => ({
    stage,
    env: { ...env, ...machine },
    log: join(logs, `promises-${index + 1}.log`),
    postgresUrl: cluster.url,
  })
  const runs = stages.map(runOf)
  try {
    const [first] = runs
    const unhealthy = first === undefined ? new Set() : await findUnhealthy(first, chosen)
    const left = chosen.filter((each) => !unhealthy.has(each))
    const survived = await Promise.all(runs.map((run) => breakEach(run, left)))
    return unhealthy.size + survived.reduce((sum, each) => sum + each, 0)
  } finally {
    remove()
  }
}

/** Takes promises from `left` until there are none. @returns how many of them survived */
async function breakEach(run: TestRun, left: RegisteredPromise[]): Promise<number> {
  let survived = 0
  for (let promise = left.shift(); promise !== undefined; promise = left.shift())
    survived += (await isKilled(run, promise)) ? 0 : 1
  return survived
}

/** Finds promises whose test fails or is absent before the line is broken: such a test proves nothing. */
async function findUnhealthy(run: TestRun, promises: RegisteredPromise[]): Promise<Set<RegisteredPromise>> {
  const unhealthy = new Set<RegisteredPromise>()
  const groups = [promises.filter(isSiteTest), promises.filter((each) => !isSiteTest(each))]
  for (const group of groups.filter((each) => each.length > 0)) {
    const outcomes = await runTests(run, group)
    const wrong = group.map((promise, index) => ({ promise, outcome: outcomes[index] }))
    for (const { promise, outcome } of wrong.filter((each) => each.outcome !== 'passed')) {
      unhealthy.add(promise)
      report(promise, `its test is ${outcome} before the line is broken`)
    }
  }
  return unhealthy
}

async function isKilled(run: TestRun, promise: RegisteredPromise): Promise<boolean> {
  const restore = run.stage.replace(promise.file, promise.line, promise.broken)
  try {
    const [outcome] = await runTests(run, [promise])
    const isFailed = outcome === 'failed'
    const survival =
      outcome === 'passed' ? 'SURVIVED: its test passes without the line' : 'its test did not run'
    report(promise, isFailed ? 'broken, and its test fails' : survival)
    return isFailed
  } finally {
    restore()
  }
}

function report({ id }: RegisteredPromise, outcome: string): void {
  console.log(`${id}: ${outcome}`)
}
