import { isUpstream } from '../upstream/errors.ts'
import { FaultFound, type Finding, untold, well, wrong } from './finding.ts'
import type { Patient } from './patient.ts'
import { createRest } from './rest.ts'

const TOO_OLD = wrong(
  'a new webhook comes without its secret, so nothing it sends could be verified: older than 1.8',
  'Update Hi.Events to v1.8.0-beta or later.',
)

/** Hi.Events names its version nowhere: 1.8 is the first that shows a new webhook's secret. */
export async function checkVersion(patient: Patient): Promise<Finding> {
  const hook = await patient.hook().catch(async (error: unknown) => {
    // Not being able to sign in is the next check's to tell.
    await patient.signedIn().catch(() => {
      throw new FaultFound(untold('that shows only to who is signed in: see below'))
    })
    throw error
  })
  if (hook.made !== null) return hook.made.secret === undefined ? TOO_OLD : well(SINCE_1_8)
  const elsewhere = await tryElsewhere(patient, hook.organizerId)
  if (elsewhere === undefined)
    return untold('that shows only in a webhook, and Hi.Events takes none: see below')
  return elsewhere ? well(SINCE_1_8) : TOO_OLD
}

const SINCE_1_8 = 'a new webhook comes with its secret: 1.8 or later'

/** Our own address was refused; an address of nobody's is enough to see whether a secret is shown. */
async function tryElsewhere(
  { context, signedIn }: Patient,
  organizerId: number,
): Promise<boolean | undefined> {
  const { token } = await signedIn()
  try {
    const { id, secret } = await createRest(context.caller).createWebhook(
      token,
      organizerId,
      'https://example.com/',
    )
    await context.hiEvents.deleteWebhook(token, organizerId, id)
    return secret !== undefined
  } catch (error) {
    if (!isUpstream(error, 'refused')) throw error
    return undefined
  }
}
