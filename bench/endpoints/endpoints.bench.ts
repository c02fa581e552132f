import { API_ROUTES } from '@tuvens/contract'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from '../bench-error.ts'
import { percentile } from '../measure/figures.ts'
import { type ReportSection, show, showRatio } from '../measure/table.ts'
import { type BenchPart, type OnEnd, withClosers } from '../part.ts'
import { type BenchOrganiser, signUpOrganisers } from '../stage/organisers.ts'
import { startServices } from '../stage/services.ts'
import { statusCall } from '../webhook/status-calls.ts'

type Size = { rounds: number; accounts: number; changes: number }
const FULL: Size = { rounds: 7, accounts: 5, changes: 40 }
const QUICK: Size = { rounds: 2, accounts: 2, changes: 4 }
/** Of each account. */
const ENDPOINTS = 20
const FIRST_ID = 3_000_000
/** Between two changes: one every few milliseconds is a busy platform. */
const PAUSE_MS = 20

type Phase = 'all answer' | 'one hangs'
const PHASES: Phase[] = ['all answer', 'one hangs']
type Figures = { p50: number; p99: number }

/** Measures how soon webhook messages arrive, with and without one endpoint that hangs. */
export const endpoints: BenchPart = {
  name: 'endpoints',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      // The receiver is on this machine, and the services run as in production.
      const settings = { WEBHOOKS_ALLOW_PRIVATE: 'true' }
      const services = await startServices(bench.machine, 'endpoints', ['api'], settings)
      onEnd(services.stop)
      const api = services.of('api').url
      bench.progress(`endpoints: ${size.accounts * ENDPOINTS} endpoints`)
      const receiver = await startReceiver(onEnd)
      const organisers = await signUpOrganisers(api, size.accounts)
      for (const organiser of organisers)
        for (let made = organiser === organisers[0] ? 1 : 0; made < ENDPOINTS; made++)
          await createEndpoint(api, organiser, `${receiver.url}/ok`)
      const change = createChanges(api, organisers, bench.machine.secrets.shared)
      const results: Record<Phase, Figures[]> = { 'all answer': [], 'one hangs': [] }
      bench.progress(`endpoints: ${size.rounds} rounds`)
      for (let round = 0; round <= size.rounds; round++)
        for (const phase of round % 2 === 0 ? PHASES : PHASES.toReversed()) {
          const figures = await measure({ api, organisers, receiver, change, phase, size })
          if (round > 0) results[phase].push(figures)
        }
      return [sectionOf(results, size)]
    }),
}

type Receiver = { url: string; delays: number[] }

/** Answers at once, or never at `/hang`. Remembers how old each message is when it arrives. */
async function startReceiver(onEnd: OnEnd): Promise<Receiver> {
  const receiver: Receiver = { url: '', delays: [] }
  const server: Server = createServer((request, response) => {
    const arrivedAt = Date.now()
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (request.url === '/hang') return
      const { timestamp } = JSON.parse(body) as { timestamp: string }
      receiver.delays.push(arrivedAt - Date.parse(timestamp))
      response.writeHead(204).end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onEnd(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return receiver
}

async function call(api: string, { token }: BenchOrganiser, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(api + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new BenchError(`${method} ${path} answered ${answer.status}`)
  return answer
}

const pathOf = ({ accountId }: BenchOrganiser) =>
  API_ROUTES.createWebhookEndpoint.path.replace(':account_id', String(accountId))

async function createEndpoint(api: string, organiser: BenchOrganiser, url: string): Promise<string> {
  const body = { url, event_types: ['ticketing.status_changed'] }
  const answer = await call(api, organiser, 'POST', pathOf(organiser), body)
  return ((await answer.json()) as { endpoint: { id: string } }).endpoint.id
}

/** Puts the event of each organiser on sale and back, in turn. */
function createChanges(api: string, organisers: BenchOrganiser[], secret: string) {
  let [turn, sentAt] = [0, Date.now()]
  return async () => {
    const status = turn++ % 2 === 0 ? 'LIVE' : 'DRAFT'
    for (const [index, { eventId }] of organisers.entries()) {
      sentAt = Math.max(sentAt + 1, Date.now())
      const { path, ...sent } = statusCall({ eventId, hiEventId: FIRST_ID + index, status, sentAt }, secret)
      const answer = await fetch(api + path, sent as RequestInit)
      if (!answer.ok) throw new BenchError(`a status webhook was answered ${answer.status}`)
      await sleep(PAUSE_MS)
    }
  }
}

type Measured = {
  api: string
  organisers: BenchOrganiser[]
  receiver: Receiver
  change: () => Promise<void>
  phase: Phase
  size: Size
}

/** The last endpoint hangs or answers. Only messages of the others count. */
async function measure({ api, organisers, receiver, change, phase, size }: Measured): Promise<Figures> {
  const [first] = organisers
  if (first === undefined) throw new BenchError('There is no account')
  const hangs = phase === 'one hangs'
  const last = await createEndpoint(api, first, `${receiver.url}/${hangs ? 'hang' : 'ok'}`)
  receiver.delays.length = 0
  for (let made = 0; made < size.changes; made++) await change()
  const expected = size.changes * (size.accounts * ENDPOINTS - (hangs ? 1 : 0))
  while (receiver.delays.length < expected) await sleep(20)
  await call(api, first, 'DELETE', `${pathOf(first)}/${last}`)
  return { p50: percentile(receiver.delays, 0.5), p99: percentile(receiver.delays, 0.99) }
}

function sectionOf(results: Record<Phase, Figures[]>, { accounts, changes }: Size): ReportSection {
  const of = (phase: Phase, figure: keyof Figures) => results[phase].map((each) => each[figure])
  const middle = (values: number[]) => show(percentile(values, 0.5))
  return {
    title: 'Webhooks out: one endpoint that hangs',
    description: `${accounts * ENDPOINTS} endpoints of ${accounts} accounts, ${changes * accounts} changes a round, one every ${PAUSE_MS} ms, each told to ${ENDPOINTS} endpoints. Milliseconds from the change in the database until a message arrives, of the endpoints that answer.`,
    columns: ['endpoints', 'p50 ms', 'p99 ms'],
    rows: PHASES.map((phase) => [phase, middle(of(phase, 'p50')), middle(of(phase, 'p99'))]),
    ratios: [
      showRatio({
        description: 'p99, one hangs / all answer',
        of: of('one hangs', 'p99'),
        to: of('all answer', 'p99'),
        goal: '≤ 1.2',
      }),
    ],
  }
}
