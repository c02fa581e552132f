import { ConfigError, type Env } from '@tuvens/platform/config'
import { createLog } from '@tuvens/platform/log'
import { type Config, readConfig, type Secrets } from '../base/config.ts'
import { createContext, type Overrides } from '../context.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { CHECKS, CLEAN_UP, SETTINGS } from './checks.ts'
import { type Check, type CheckResult, failed, type Finding, FindingError, ok, skipped } from './finding.ts'
import { failureOf } from './probe/failure.ts'
import { createProbe, knownReasonOf, trustFixOf } from './probe/probe.ts'
import { createDoctorWebhook } from './setup/create-webhook.ts'
import { createDoctorCalls } from './setup/doctor-calls.ts'
import { signIn } from './setup/sign-in.ts'
import { doctorLogin } from './setup/doctor-login.ts'
import type { DoctorTarget } from './target.ts'

type CheckName = Pick<Check, 'id' | 'title'>

/** How an examination is followed and interrupted. */
export type Examination = {
  overrides?: Overrides
  /** How long a webhook may take to arrive, in milliseconds. */
  webhookTimeoutMs?: number
  /** After how long a webhook that arrives counts as slow, in milliseconds. */
  webhookSlowMs?: number
  /** When it aborts, the running check finishes, what was created is removed, and the other checks are skipped. */
  signal?: AbortSignal
  onBegin?: (check: CheckName) => void
  onEnd?: (result: CheckResult) => void
}

const WEBHOOK_TIMEOUT_MS = 10_000
/** The open page of an event has a second from the click, of which ours takes a tenth. */
const WEBHOOK_SLOW_MS = 800

/**
 * Checks, in order, everything that a ticket origin with these settings needs, and always removes what it created.
 * A check whose needs are not met is skipped.
 */
export async function examine(env: Env, examination: Examination = {}): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  const report = (check: CheckName, finding: Finding) => {
    const result = { id: check.id, title: check.title, ...finding }
    results.push(result)
    examination.onEnd?.(result)
  }
  const settings = readSettings(env)
  if ('finding' in settings) {
    report(SETTINGS, settings.finding)
    for (const check of CHECKS) report(check, skipped('the settings come first'))
    return results
  }
  report(SETTINGS, ok(`Hi.Events at ${settings.config.upstream}, sign-in by ${settings.config.loginMode}`))
  const run = beginRun(settings, { examination, results, report })
  try {
    await runChecks(run)
  } finally {
    await endRun(run)
  }
  return results
}

type Settings = { config: Config; secrets: Secrets }

function readSettings(env: Env): Settings | { finding: Finding } {
  try {
    return readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { problems } = error
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
    return { finding: failed(count, ...problems) }
  }
}

type Reporting = {
  examination: Examination
  results: CheckResult[]
  report: (check: CheckName, finding: Finding) => void
}
type DoctorRun = ReturnType<typeof beginRun>

function beginRun({ config, secrets }: Settings, reporting: Reporting) {
  const { overrides, signal } = reporting.examination
  const { webhookTimeoutMs = WEBHOOK_TIMEOUT_MS, webhookSlowMs = WEBHOOK_SLOW_MS } = reporting.examination
  const context = createContext(config, secrets, { log: createLog('doctor', 'silent'), ...overrides })
  const cleanUps: { what: string; remove: () => Promise<unknown> }[] = []
  const { probe, close } = createProbe()
  const target: DoctorTarget = {
    context,
    probe,
    calls: createDoctorCalls(context.caller),
    signIn: once(() => signIn(target)),
    createWebhook: once(() => createDoctorWebhook(target)),
    webhookTimeoutMs,
    webhookSlowMs,
    isInterrupted: () => signal?.aborted === true,
    onCleanUp: (what, remove) => cleanUps.push({ what, remove }),
  }
  const closeAll = async () => {
    await close()
    await context.close()
  }
  return { ...reporting, target, context, cleanUps, close: closeAll }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

async function runChecks({ target, examination, results, report }: DoctorRun): Promise<void> {
  for (const check of CHECKS) {
    const unmet = results.find(({ id, state }) => state !== 'ok' && check.needs?.includes(id))
    if (target.isInterrupted()) report(check, skipped('interrupted'))
    else if (unmet !== undefined) report(check, skipped(`needs: ${unmet.title}`))
    else {
      examination.onBegin?.(check)
      report(check, withTrustFix(await runCheck(check, target)))
    }
  }
}

/** Whatever was checked, a certificate that Node does not trust has one fix: what was called runs, and is where it should be. */
function withTrustFix(finding: Finding): Finding {
  const fix = trustFixOf(finding.seen)
  return finding.state === 'failed' && fix !== undefined ? failed(finding.seen, fix) : finding
}

async function runCheck(check: Check, target: DoctorTarget): Promise<Finding> {
  try {
    return await check.run(target)
  } catch (error) {
    if (error instanceof FindingError) return error.finding
    if (error instanceof UpstreamError) return failureOf(error)
    const reason = knownReasonOf(error)
    if (reason === undefined) throw error
    return failed(
      `a connection that worked before failed: ${reason}`,
      'Make sure that it stays up, and run doctor again.',
    )
  }
}

/** Removes what was created, the last first. What cannot be removed now, the next examination removes. */
async function endRun({ context, cleanUps, examination, report, close }: DoctorRun): Promise<void> {
  const hasOrganizer = cleanUps.some(({ what }) => what === 'the organizer')
  if (hasOrganizer) examination.onBegin?.(CLEAN_UP)
  const left: string[] = []
  for (const { what, remove } of cleanUps.splice(0).reverse()) await remove().catch(() => left.push(what))
  await close()
  if (left.length > 0) {
    const seen = `could not be removed from Hi.Events: ${left.join(', ')}`
    report(
      CLEAN_UP,
      failed(seen, 'Run doctor again once Hi.Events answers: it removes what an earlier run left behind.'),
    )
  } else if (hasOrganizer) {
    const { email } = doctorLogin(context.secrets.credentialKeys[0])
    report(CLEAN_UP, ok(`the login ${email} stays for the next run: Hi.Events cannot delete logins`))
  }
}
