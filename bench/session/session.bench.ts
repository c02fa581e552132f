import type { JWK } from 'jose'
import { join } from 'node:path'
import { callsSection } from '../measure/calls-section.ts'
import { type Rounds, takeTurns } from '../measure/rounds.ts'
import type { Sample } from '../measure/sample.ts'
import type { ReportSection } from '../measure/table.ts'
import { type Bench, type OnEnd, type BenchPart, withClosers } from '../part.ts'
import { spawnServer } from '../servers/spawn.ts'
import { signUpOrganisers } from '../stage/organisers.ts'
import { startServices } from '../stage/services.ts'
import { signUpWithBetterAuth } from './better-auth.ts'
import type { BetterAuthSettings } from './better-auth.server.ts'
import type { FloorSettings } from './floor.server.ts'
import {
  apiCalls,
  betterAuthCalls,
  createSubject,
  type SessionPhase,
  type SessionTarget,
} from './subjects.ts'

type Size = { rounds: number; count: number; people: number }
const FULL: Size = { rounds: 7, count: 2000, people: 32 }
const QUICK: Size = { rounds: 2, count: 200, people: 4 }

const [API, FLOOR, PEER] = ['tuvens-api', 'node:http + pg floor', 'better-auth'] as const
const SESSION_SECONDS = 900
/** Audience of the access tokens of the API. */
const AUDIENCE = 'tuvens-api'

/** Measures issuing and consuming session tokens: the API, a floor with the same guarantees, and another library. */
export const session: BenchPart = {
  name: 'session',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      bench.progress(`session: starting, ${size.people} users sign up at each server`)
      const targets = [...(await startOurs(bench, size, onEnd)), await startPeer(bench, size, onEnd)]
      const subjects = targets.map((target) => createSubject(target))
      for (const subject of subjects) onEnd(subject.close)
      bench.progress(`session: ${size.rounds} rounds of ${size.count} tokens`)
      return sectionsOf(await takeTurns(subjects, ['issue', 'validate'], size.rounds), size)
    }),
}

/** Starts the API, and the floor on the same database for the same users. */
async function startOurs(
  { machine }: Bench,
  { count, people }: Size,
  onEnd: OnEnd,
): Promise<SessionTarget[]> {
  const services = await startServices(machine, 'session', ['api'])
  onEnd(services.stop)
  const api = services.of('api')
  const secret = machine.secrets.shared
  const jwks: { keys: [JWK] } = await (await fetch(`${api.url}/.well-known/jwks.json`)).json()
  const { keys } = jwks
  const settings: FloorSettings = {
    databaseUrl: services.database('api'),
    secret,
    jwk: keys[0],
    issuer: services.urls.api,
    audience: AUDIENCE,
    expiry: SESSION_SECONDS,
  }
  const floor = await spawnServer(join(import.meta.dirname, 'floor.server.ts'), settings)
  onEnd(floor.stop)
  const common = { ...apiCalls(await signUpOrganisers(api.url, people), secret), count }
  const watched = (server: number) => ({ server, postmaster: machine.postmaster })
  return [
    { name: FLOOR, url: floor.url, ...watched(floor.pid), ...common },
    { name: API, url: api.url, ...watched(api.pid), ...common },
  ]
}

async function startPeer({ machine }: Bench, { count, people }: Size, onEnd: OnEnd): Promise<SessionTarget> {
  const settings: BetterAuthSettings = {
    databaseUrl: await machine.database('session-better-auth'),
    secret: machine.secrets.shared,
    minutes: SESSION_SECONDS / 60,
  }
  const { url, pid, stop } = await spawnServer(join(import.meta.dirname, 'better-auth.server.ts'), settings)
  onEnd(stop)
  const calls = betterAuthCalls(await signUpWithBetterAuth(url, people))
  return { name: PEER, url, server: pid, postmaster: machine.postmaster, count, ...calls }
}

function sectionsOf(rounds: Rounds<SessionPhase, Sample>, { count }: Size): ReportSection[] {
  const versus = [
    { of: API, to: FLOOR, goal: '≥ 0.75' },
    { of: API, to: PEER, goal: '≥ 3' },
  ]
  const how = `${count} distinct tokens a round over 32 connections, fsync on.`
  return [
    callsSection({
      title: 'Issuing a session token',
      description: `${how} JWT verified, permission checked, hash stored, audit row written; better-auth trusts its cookie and writes no audit row.`,
      samples: rounds.issue,
      versus,
    }),
    callsSection({
      title: 'Consuming a session token',
      description: `${how} HMAC verified, consumed once, audit row written, the event read; better-auth accepts unsigned calls and has no event.`,
      samples: rounds.validate,
      versus,
    }),
  ]
}
