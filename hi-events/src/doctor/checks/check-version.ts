import { isUpstream } from '../../upstream/errors.ts'
import { failed, type Finding, FindingError, ok, skipped } from '../finding.ts'
import type { DoctorTarget } from '../target.ts'

const TOO_OLD = failed(
  'a new webhook comes without its secret, so its messages could not be verified: older than 1.8',
  'Update Hi.Events to v1.8.0-beta or later.',
)

/** Hi.Events does not publish its version; 1.8 is the first that returns a new webhook's secret. */
export async function checkVersion(target: DoctorTarget): Promise<Finding> {
  const webhook = await target.createWebhook().catch(async (error: unknown) => {
    // A failed sign-in is reported by the next check.
    await target.signIn().catch(() => {
      throw new FindingError(skipped('this check needs a login: see below'))
    })
    throw error
  })
  if (webhook.created !== null) return webhook.created.secret === undefined ? TOO_OLD : ok(SINCE_1_8)
  const hasSecret = await tryPublicAddress(target, webhook.organizerId)
  if (hasSecret === undefined)
    return skipped('this check needs a webhook, and Hi.Events accepts none: see below')
  return hasSecret ? ok(SINCE_1_8) : TOO_OLD
}

const SINCE_1_8 = 'a new webhook comes with its secret: 1.8 or later'

/** After our own address was refused: any public address shows whether a secret is returned. */
async function tryPublicAddress(
  { context, calls, signIn }: DoctorTarget,
  organizerId: number,
): Promise<boolean | undefined> {
  const { token } = await signIn()
  try {
    const { id, secret } = await calls.createWebhook(token, organizerId, 'https://example.com/')
    await context.hiEvents.deleteWebhook(token, organizerId, id)
    return secret !== undefined
  } catch (error) {
    if (!isUpstream(error, 'refused')) throw error
    return undefined
  }
}
