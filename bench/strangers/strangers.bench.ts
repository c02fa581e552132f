import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from '../bench-error.ts'
import { median, percentile } from '../measure/figures.ts'
import { type ReportSection, show } from '../measure/table.ts'
import { type BenchPart, withClosers } from '../part.ts'
import { messageOf, type Spawned, spawnProcess } from '../servers/spawn.ts'
import { signUpOrganisers } from '../stage/organisers.ts'
import { startServicesWithLimits } from '../stage/services.ts'
import { makeTicketedEvent } from '../stage/ticketed-event.ts'
import type { AttackReport, AttackSettings } from './attack.process.ts'
import { HONEST_STEPS, type HonestTimes, measureHonest } from './honest.ts'

const ATTACK = join(import.meta.dirname, 'attack.process.ts')
const CLIENTS = 50
const [FULL, QUICK] = [40, 4]
const ORGANISERS = 8
/** Until the attackers hold all that they can get. */
const WARM_UP_MS = 12_000

/** Measures the loops of an honest organiser and buyer, alone and while hostile clients attack every entrance at once. */
export const strangers: BenchPart = {
  name: 'strangers',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const rounds = bench.quick ? QUICK : FULL
      bench.progress('strangers: building and starting everything')
      const services = await startServicesWithLimits(bench.machine, 'strangers', [
        'boxOffice',
        'api',
        'tickets',
      ])
      onEnd(services.stop)
      const event = await makeTicketedEvent(services)
      const organisers = await signUpOrganisers(services.of('api').url, ORGANISERS)
      await event.desk.setStatus(event.hiEventId, 'LIVE')
      const [product] = await event.desk.products(event.hiEventId)
      if (product === undefined) throw new BenchError('There is no product')
      const honest = { services, organisers, event, product }
      await measureHonest(honest, organisers.length)
      bench.progress(`strangers: ${rounds} rounds without an attack`)
      const calm = await measureHonest(honest, rounds)
      bench.progress(`strangers: ${rounds} rounds with ${CLIENTS} hostile clients`)
      const settings: AttackSettings = {
        api: services.urls.api,
        tickets: services.urls.tickets,
        target: organisers[0]?.email ?? '',
        clients: CLIENTS,
      }
      const attack = await spawnProcess(ATTACK, settings)
      onEnd(attack.stop)
      await messageOf(attack)
      await sleep(WARM_UP_MS)
      await reportOf(attack)
      const startedAt = performance.now()
      const attacked = await measureHonest(honest, rounds)
      const seconds = (performance.now() - startedAt) / 1000
      return [sectionOf({ calm, attacked }, { report: await reportOf(attack), seconds })]
    }),
}

async function reportOf(attack: Spawned): Promise<AttackReport> {
  const report = messageOf<AttackReport>(attack)
  attack.process.send({})
  return report
}

type Attack = { report: AttackReport; seconds: number }

function sectionOf(
  { calm, attacked }: Record<'calm' | 'attacked', HonestTimes>,
  { report, seconds }: Attack,
): ReportSection {
  const statuses = Object.entries(report).map(
    ([status, count]) => `${show(count / seconds)} × ${status === '0' ? 'closed' : status}`,
  )
  return {
    title: 'Strangers',
    description: `Milliseconds of an honest organiser, buyer and visitor, without and with ${CLIENTS} hostile clients at once: wrong logins, unknown tokens, regular-expression bombs, slow bodies and idle streams.`,
    columns: ['step', 'p50', 'p95', 'p50 attacked', 'p95 attacked'],
    rows: HONEST_STEPS.map((step) => [step, ...figuresOf(calm[step]), ...figuresOf(attacked[step])]),
    ratios: [`answers to the attackers per second: ${statuses.join(', ')}`],
  }
}

function figuresOf(times: readonly number[]): string[] {
  return [show(median(times)), show(percentile(times, 0.95))]
}
