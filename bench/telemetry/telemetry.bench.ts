import { callsSection } from '../measure/calls-section.ts'
import { type BenchCall, drive, openPool } from '../measure/drive.ts'
import { type Rounds, type Subject, takeTurns } from '../measure/rounds.ts'
import { type MeasuredProcesses, type Sample, sampleOf } from '../measure/sample.ts'
import type { ReportSection } from '../measure/table.ts'
import { type Bench, type BenchPart, type OnEnd, withClosers } from '../part.ts'
import { apiCalls } from '../session/subjects.ts'
import { signUpOrganisers } from '../stage/organisers.ts'
import { type Service, startObservedServices, startServices } from '../stage/services.ts'
import { makePairs } from '../webhook/pairs.ts'
import { createStatusMessages } from '../webhook/status-calls.ts'

type Size = { rounds: number; tokens: number; messages: number; pages: number; events: number }
// A round of each takes about eight seconds, so that its one scrape is no more than a production has.
const FULL: Size = { rounds: 9, tokens: 32_000, messages: 8_000, pages: 3_000, events: 200 }
const QUICK: Size = { rounds: 2, tokens: 200, messages: 200, pages: 50, events: 20 }

const [OBSERVED, PLAIN] = ['with metrics and log', 'without'] as const
type Phase = 'validate' | 'webhook' | 'page'
const PHASES: Phase[] = ['validate', 'webhook', 'page']
const FIRST_ID = 3_000_000

/** Measures what metrics, a scrape and the request log add to the processor time of a call. */
export const telemetry: BenchPart = {
  name: 'telemetry',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      bench.progress('telemetry: starting the API and the event site twice')
      const subjects = [
        await startSubject(bench, size, onEnd, PLAIN),
        await startSubject(bench, size, onEnd, OBSERVED),
      ]
      bench.progress(`telemetry: ${size.rounds} rounds`)
      return sectionsOf(await takeTurns(subjects, PHASES, size.rounds), size)
    }),
}

async function startSubject(
  { machine }: Bench,
  { tokens, messages: count, pages, events }: Size,
  onEnd: OnEnd,
  name: string,
): Promise<Subject<Phase, Sample>> {
  const isObserved = name === OBSERVED
  const label = isObserved ? 'telemetry-on' : 'telemetry-off'
  const services = await (isObserved ? startObservedServices : startServices)(machine, label, ['api', 'site'])
  onEnd(services.stop)
  const [api, site] = [services.of('api'), services.of('site')]
  const secret = machine.secrets.shared
  const [organiser] = await signUpOrganisers(api.url, 1)
  if (organiser === undefined) throw new Error('nobody signed up')
  const session = apiCalls([organiser], secret)
  const messages = createStatusMessages(
    await makePairs(api.url, organiser, { count: events, firstId: FIRST_ID }),
    secret,
  )
  const pool = openPool(api.url)
  const sitePool = openPool(site.url)
  onEnd(() => Promise.all([pool.destroy(), sitePool.destroy()]))
  const page: BenchCall = {
    method: 'GET',
    path: `/event/${organiser.eventId}`,
    headers: { accept: 'text/html', host: new URL(services.urls.site).host },
  }
  const watched = (service: Service): MeasuredProcesses => ({
    server: service.pid,
    postmaster: machine.postmaster,
  })
  /** Prometheus scrapes each 15 seconds. */
  const measured = (service: Service, calls: BenchCall[]) =>
    sampleOf(watched(service), async () => {
      const driven = await drive(service === api ? pool : sitePool, calls)
      if (service.metricsPort > 0)
        await (await fetch(`http://127.0.0.1:${service.metricsPort}/metrics`)).text()
      return driven
    })
  return {
    name,
    phases: {
      validate: async () => {
        const issued = await drive(
          pool,
          Array.from({ length: tokens }, (_, index) => session.issue(index)),
        )
        return measured(api, issued.bodies.map(session.tokenOf).map(session.validate))
      },
      webhook: () => measured(api, messages(count)),
      page: () =>
        measured(
          site,
          Array.from({ length: pages }, () => page),
        ),
    },
  }
}

function sectionsOf(rounds: Rounds<Phase, Sample>, { tokens, messages, pages }: Size): ReportSection[] {
  const section = (phase: Phase, title: string, calls: number) =>
    callsSection({
      title,
      description: `${calls} calls a round over 32 connections, and one scrape; the default part of the requests is logged. Trace ids are made in both.`,
      samples: rounds[phase],
      versus: [{ of: OBSERVED, to: PLAIN, cpuGoal: '≤ 1.03' }],
    })
  return [
    section('validate', 'Telemetry: consuming a session token', tokens),
    section('webhook', 'Telemetry: status webhook', messages),
    section('page', 'Telemetry: event page', pages),
  ]
}
