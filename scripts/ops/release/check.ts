import { setTimeout as delay } from 'node:timers/promises'
import { PlainError } from '../../system/plain-error.ts'
import { readOptions } from '../read-options.ts'
import type { OpsCommand } from '../command.ts'
import { compareTraffic, type Reason, RULES } from './compare.ts'
import { readSamples, type Sample } from './samples.ts'
import { type NodeTraffic, together, trafficBetween } from './traffic.ts'

const USAGE = `npm run ops -- release check --canary URL --stable URL [--stable URL …] [--seconds 60]

Compares a node of a new release with the nodes of the release before, by their metrics (METRICS_PORT): reads each address,
for example http://10.0.0.5:13001/metrics, twice, --seconds apart. A node serves them to its own machine alone: set METRICS_HOST to
an address that this machine reaches. Exits with 1, and says why, when the canary

  - fails more requests: by more than --max-errors (${RULES.maxErrorDifference}) of them, and more than chance explains
  - is slower on a route: 95 of 100 take more than --max-latency-factor (${RULES.maxLatencyFactor}) times as long, and --max-latency-seconds (${RULES.maxLatencySeconds}) longer
  - was started again meanwhile, or cannot be reached
  - had fewer than --min-requests (${RULES.minRequests}) requests, or the others together had, so that nothing can be said

Exits with 0 when it is as good as the others. It changes nothing: the caller takes the node back (docs/operate/releases.md).`

/** `release check`: whether a canary is as good as the other nodes. */
export const RELEASE_CHECK: OpsCommand = {
  name: 'release check',
  summary: 'Compare a node of a new release with the others, by their metrics',
  usage: USAGE,
  run: async (args, io) => {
    const { canary, stable, seconds, rules } = readCheckOptions(args)
    const addresses = [canary, ...stable]
    const before = await Promise.all(addresses.map(look))
    await delay(seconds * 1000)
    const after = await Promise.all(addresses.map(look))
    const reasons = reasonsOf({ addresses, before, after }, rules)
    for (const reason of reasons) io.print(describe(reason))
    if (reasons.length === 0) io.print('The canary is as good as the other nodes.')
    io.result({ ok: reasons.length === 0, seconds, canary, stable, reasons })
    return reasons.length === 0 ? 0 : 1
  },
}

type Looks = { addresses: string[]; before: Look[]; after: Look[] }
/** The samples of a node; null when it could not be reached. */
type Look = Sample[] | null

function reasonsOf({ addresses, before, after }: Looks, rules: typeof RULES): Reason[] {
  const broken: Reason[] = []
  const traffic: NodeTraffic[] = []
  for (const [index, node] of addresses.entries()) {
    const [first, second] = [before[index] ?? null, after[index] ?? null]
    if (first === null || second === null) broken.push({ kind: 'unreachable', node })
    else if (startOf(first) !== startOf(second)) broken.push({ kind: 'restarted', node })
    else traffic.push(trafficBetween(first, second))
  }
  const [canary, ...stable] = traffic
  if (broken.length > 0 || canary === undefined) return broken
  return compareTraffic(canary, together(stable), rules)
}

const startOf = (samples: Sample[]) =>
  samples.find(({ name }) => name === 'process_start_time_seconds')?.value

const LIMIT_MS = 5_000

async function look(address: string): Promise<Look> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(LIMIT_MS) })
    return answer.ok ? readSamples(await answer.text()) : null
  } catch {
    return null
  }
}

function describe(reason: Reason): string {
  switch (reason.kind) {
    case 'errors':
      return `${reason.route}: ${percent(reason.canary)} of its requests failed, ${percent(reason.stable)} of those of the others`
    case 'latency':
      return `${reason.route}: 95 of 100 took up to ${reason.canary.p95} s, at the others ${reason.stable.p95} s`
    case 'too few requests':
      return `${reason.side === 'canary' ? 'The canary' : 'The other nodes together'} had ${reason.requests} requests, and ${reason.needed} are needed`
    case 'restarted':
      return `${reason.node} was started again`
    case 'unreachable':
      return `${reason.node} cannot be reached`
  }
}

const percent = ({ requests, errors }: { requests: number; errors: number }) =>
  `${requests === 0 ? 0 : Math.round((errors / requests) * 1000) / 10} %`

function readCheckOptions(args: string[]) {
  const given = parse(args)
  const { canary, stable = [] } = given
  if (canary === undefined || stable.length === 0)
    throw new PlainError(
      'release check needs --canary and --stable. See: npm run ops -- release check --help',
    )
  for (const address of [canary, ...stable])
    if (!URL.canParse(address)) throw new PlainError(`${address} is not the address of metrics`)
  const rules = {
    minRequests: numberOf(given['min-requests'], RULES.minRequests),
    maxErrorDifference: numberOf(given['max-errors'], RULES.maxErrorDifference),
    maxLatencyFactor: numberOf(given['max-latency-factor'], RULES.maxLatencyFactor),
    maxLatencySeconds: numberOf(given['max-latency-seconds'], RULES.maxLatencySeconds),
  }
  return { canary, stable, seconds: numberOf(given.seconds, 60), rules }
}

function numberOf(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (!(value >= 0)) throw new PlainError(`${text} is not a number. See: npm run ops -- release check --help`)
  return value
}

const text = { type: 'string' } as const

function parse(args: string[]) {
  return readOptions('release check', {
    args,
    options: {
      canary: text,
      stable: { type: 'string', multiple: true },
      seconds: text,
      'min-requests': text,
      'max-errors': text,
      'max-latency-factor': text,
      'max-latency-seconds': text,
    },
  }).values
}
