import { isUpstream } from '../../upstream/errors.ts'
import { FindingError } from '../finding.ts'
import { failureOf } from '../probe/failure.ts'
import type { DoctorLogin, DoctorTarget, DoctorWebhook } from '../target.ts'
import { DOCTOR } from './doctor-login.ts'

type Setup = { target: DoctorTarget; login: DoctorLogin }

/**
 * Creates an organizer and its webhook to us, after removing what a killed examination left behind.
 *
 * @throws FindingError
 */
export async function createDoctorWebhook(target: DoctorTarget): Promise<DoctorWebhook> {
  const setup = { target, login: await target.signIn() }
  try {
    await deleteLeftovers(setup)
    return await registerWebhook(setup, await ensureOrganizer(setup))
  } catch (error) {
    throw new FindingError(failureOf(error))
  }
}

/** The account belongs to the doctor: every event in it is left over. */
async function deleteLeftovers({ target, login }: Setup): Promise<void> {
  const { events } = await target.context.hiEvents.events(login.token)
  for (const { id } of events) await target.calls.deleteEvent(login.token, id)
}

/** One organizer, archived between two examinations: Hi.Events cannot delete organizers. */
async function ensureOrganizer(setup: Setup): Promise<number> {
  const { target, login } = setup
  const { hiEvents } = target.context
  const { token, email } = login
  const known = await reopenOrganizer(setup)
  const details = { name: DOCTOR, email, timezone: 'UTC', currency: 'EUR' }
  const id = known ?? (await hiEvents.createOrganizer(token, details)).id
  target.onCleanUp('the organizer', () => archive(target, token, id))
  for (const each of known === undefined ? [] : await hiEvents.webhooks(token, id))
    await hiEvents.deleteWebhook(token, id, each.id)
  return id
}

/** A real Hi.Events does not archive the last organizer of an account (409): it stays as it is. */
async function archive({ calls }: DoctorTarget, token: string, id: number): Promise<void> {
  try {
    await calls.setOrganizerStatus(token, id, 'ARCHIVED')
  } catch (error) {
    if (!isUpstream(error, 'refused') || error.status !== 409) throw error
  }
}

/** The organizer of the last examination, unless Hi.Events refuses to take it out of the archive. */
async function reopenOrganizer({ target, login }: Setup): Promise<number | undefined> {
  const all = await target.context.hiEvents.organizers(login.token)
  const known = all.find((each) => each.name === DOCTOR)
  if (known?.status !== 'ARCHIVED') return known?.id
  try {
    await target.calls.setOrganizerStatus(login.token, known.id, 'DRAFT')
    return known.id
  } catch (error) {
    if (!isUpstream(error, 'refused', 'forbidden')) throw error
    return undefined
  }
}

async function registerWebhook({ target, login }: Setup, organizerId: number): Promise<DoctorWebhook> {
  const { context, calls, onCleanUp } = target
  const tenantKey = context.random(18).toString('base64url')
  const url = `${context.config.webhookUrl}/hooks/hi-events/${tenantKey}`
  const webhook = { organizerId, tenantKey }
  try {
    const { id, secret } = await calls.createWebhook(login.token, organizerId, url)
    onCleanUp('the webhook', () => context.hiEvents.deleteWebhook(login.token, organizerId, id))
    return { ...webhook, created: { id, secret }, refused: null }
  } catch (error) {
    if (!isUpstream(error, 'refused')) throw error
    return { ...webhook, created: null, refused: error.sentence ?? 'the address was refused' }
  }
}
