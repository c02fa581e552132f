import { isUpstream } from '../upstream/errors.ts'
import { FaultFound } from './finding.ts'
import type { Patient } from './patient.ts'
import { createRest, type Rest } from './rest.ts'
import type { SignedIn } from './sign-in.ts'
import { DOCTOR } from './throw-away.ts'
import { troubleOf } from './trouble.ts'

/** The doctor's webhook; `refused` is Hi.Events' sentence when it does not take the address. */
export type Hook = {
  organizerId: number
  tenantKey: string
  url: string
  made: { id: number; secret: string | undefined } | null
  refused: string | null
}

/**
 * Makes an organizer and its webhook to us, after removing what an examination that was killed has left.
 *
 * @throws FaultFound
 */
export async function makeHook(patient: Patient): Promise<Hook> {
  const signedIn = await patient.signedIn()
  try {
    const rest = createRest(patient.context.caller)
    await tidy(patient, rest, signedIn)
    const organizerId = await haveOrganizer(patient, rest, signedIn)
    return await hookUp(patient, rest, { token: signedIn.token, organizerId })
  } catch (error) {
    throw new FaultFound(troubleOf(error))
  }
}

/** The account is the doctor's own: whatever is in it is left over. */
async function tidy({ context }: Patient, rest: Rest, { token }: SignedIn): Promise<void> {
  const { events } = await context.hiEvents.events(token)
  for (const { id } of events) await rest.deleteEvent(token, id)
}

/** One organizer, archived between two examinations: Hi.Events lets nobody delete it. */
async function haveOrganizer(patient: Patient, rest: Rest, signedIn: SignedIn): Promise<number> {
  const { hiEvents } = patient.context
  const { token, email } = signedIn
  const details = { name: DOCTOR, email, timezone: 'UTC', currency: 'EUR' }
  const known = await reopen(patient, rest, signedIn)
  const id = known ?? (await hiEvents.createOrganizer(token, details)).id
  patient.onLeave('the organizer', () => rest.setOrganizerStatus(token, id, 'ARCHIVED'))
  for (const each of known === undefined ? [] : await hiEvents.webhooks(token, id))
    await hiEvents.deleteWebhook(token, id, each.id)
  return id
}

/** The one of the last examination, unless Hi.Events does not let it be opened again. */
async function reopen({ context }: Patient, rest: Rest, { token }: SignedIn): Promise<number | undefined> {
  const known = (await context.hiEvents.organizers(token)).find((each) => each.name === DOCTOR)
  if (known?.status !== 'ARCHIVED') return known?.id
  try {
    await rest.setOrganizerStatus(token, known.id, 'DRAFT')
    return known.id
  } catch (error) {
    if (!isUpstream(error, 'refused', 'forbidden')) throw error
    return undefined
  }
}

type Place = { token: string; organizerId: number }

async function hookUp(patient: Patient, rest: Rest, { token, organizerId }: Place): Promise<Hook> {
  const tenantKey = patient.context.random(18).toString('base64url')
  const url = `${patient.context.config.webhookUrl}/hooks/hi-events/${tenantKey}`
  const hook = { organizerId, tenantKey, url }
  try {
    const { id, secret } = await rest.createWebhook(token, organizerId, url)
    patient.onLeave('the webhook', () => patient.context.hiEvents.deleteWebhook(token, organizerId, id))
    return { ...hook, made: { id, secret }, refused: null }
  } catch (error) {
    if (!isUpstream(error, 'refused')) throw error
    return { ...hook, made: null, refused: error.sentence ?? 'the address was refused' }
  }
}
