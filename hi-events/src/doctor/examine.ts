import { createLog } from '@tuvens/platform/log'
import { ConfigError, type Env } from '@tuvens/platform/config'
import { type Config, readConfig, type Secrets } from '../config.ts'
import { type Context, createContext, type Overrides } from '../context.ts'
import { CHECKS, SETTINGS, TIDY } from './checks.ts'
import { type Check, FaultFound, type Finding, type Outcome, untold, well, wrong } from './finding.ts'
import { createLook, knownReasonOf } from './look.ts'
import { createPatient, type Patient } from './patient.ts'
import { throwAwayLogin } from './throw-away.ts'
import { troubleOf } from './trouble.ts'
import { UpstreamError } from '../upstream/errors.ts'

/** How an examination is followed and ended. */
export type Examination = {
  overrides?: Overrides
  /** Milliseconds a webhook may take. */
  patienceMs?: number
  /** Aborted: the check under way is finished, what was made is removed, the rest is skipped. */
  signal?: AbortSignal
  onBegin?: (check: Pick<Check, 'id' | 'title'>) => void
  onEnd?: (outcome: Outcome) => void
}

const PATIENCE_MS = 10_000

/**
 * Looks at everything a ticket origin with these settings needs, in order, and removes what it made, whatever happens.
 * Checks whose ground is missing are skipped.
 */
export async function examine(env: Env, examination: Examination = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const tell = (check: Pick<Check, 'id' | 'title'>, finding: Finding) => {
    const outcome = { id: check.id, title: check.title, ...finding }
    outcomes.push(outcome)
    examination.onEnd?.(outcome)
  }
  const settings = readSettings(env)
  if ('finding' in settings) {
    tell(SETTINGS, settings.finding)
    for (const check of CHECKS) tell(check, untold('the settings come first'))
    return outcomes
  }
  tell(SETTINGS, well(`Hi.Events at ${settings.config.upstream}, signing in by ${settings.config.loginMode}`))
  const visit = beginVisit(settings, examination)
  try {
    await runChecks(visit, examination, { outcomes, tell })
  } finally {
    await endVisit(visit, { examination, tell })
  }
  return outcomes
}

type Settings = { config: Config; secrets: Secrets }

/** Beside what a starting service would find: an address of the database that is none ends in a crash there. */
function readSettings(env: Env): Settings | { finding: Finding } {
  try {
    const settings = readConfig(env)
    const { databaseUrl } = settings.secrets
    if (URL.canParse(databaseUrl) && /^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) return settings
    const mend =
      'Set DATABASE_URL to an address such as postgres://user:password@localhost:5432/tickets; what is special in a password is written encoded (# as %23, @ as %40).'
    return { finding: wrong('DATABASE_URL is not the address of a PostgreSQL database', mend) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { problems } = error
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
    return { finding: wrong(count, ...problems) }
  }
}

type Leaving = { what: string; remove: () => Promise<unknown> }
type Visit = { patient: Patient; context: Context; leaving: Leaving[]; close: () => Promise<void> }
type Told = { outcomes: Outcome[]; tell: (check: Pick<Check, 'id' | 'title'>, finding: Finding) => void }

function beginVisit({ config, secrets }: Settings, { overrides, patienceMs, signal }: Examination): Visit {
  const context = createContext(config, secrets, { log: createLog('doctor', 'silent'), ...overrides })
  const leaving: Leaving[] = []
  const { look, close } = createLook(() => context.clock.now())
  const patient = createPatient({
    context,
    look,
    patienceMs: patienceMs ?? PATIENCE_MS,
    isLeaving: () => signal?.aborted === true,
    onLeave: (what, remove) => leaving.push({ what, remove }),
  })
  const closeAll = async () => {
    await close()
    await context.close()
  }
  return { patient, context, leaving, close: closeAll }
}

async function runChecks(
  { patient }: Visit,
  { onBegin }: Examination,
  { outcomes, tell }: Told,
): Promise<void> {
  for (const check of CHECKS) {
    const missing = outcomes.find(({ id, state }) => state !== 'ok' && check.needs?.includes(id))
    if (patient.isLeaving()) tell(check, untold('interrupted'))
    else if (missing !== undefined) tell(check, untold(`needs: ${missing.title}`))
    else {
      onBegin?.(check)
      tell(check, await runOne(check, patient))
    }
  }
}

async function runOne(check: Check, patient: Patient): Promise<Finding> {
  try {
    return await check.run(patient)
  } catch (error) {
    if (error instanceof FaultFound) return error.finding
    if (error instanceof UpstreamError) return troubleOf(error)
    const reason = knownReasonOf(error)
    if (reason === undefined) throw error
    return wrong(`what was there before went away: ${reason}`, 'See that it stays up, and run doctor again.')
  }
}

/** Removes what was made, the last made first; what cannot be removed now, the next examination removes. */
async function endVisit(
  { context, leaving, close }: Visit,
  { examination, tell }: { examination: Examination } & Pick<Told, 'tell'>,
): Promise<void> {
  const isMade = leaving.some(({ what }) => what === 'the organizer')
  if (isMade) examination.onBegin?.(TIDY)
  const left: string[] = []
  for (const { what, remove } of leaving.splice(0).reverse()) await remove().catch(() => left.push(what))
  await close()
  if (left.length > 0) {
    const seen = `could not be removed from Hi.Events: ${left.join(', ')}`
    tell(
      TIDY,
      wrong(seen, 'Run doctor again once Hi.Events answers: it removes what an earlier run has left.'),
    )
  } else if (isMade) {
    const { email } = throwAwayLogin(context.secrets.credentialKeys[0])
    tell(TIDY, well(`the login ${email} stays for the next time: Hi.Events lets nobody remove it`))
  }
}
