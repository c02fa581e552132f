import {
  type CreatePlatformSessionRequest,
  type PlatformRole,
  type PlatformSession,
  ServiceError,
} from '@tuvens/contract'
import type { Tx } from '@tuvens/platform/db/db'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { type KeyCaller, keyCallerOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { issueSession } from '../session/issue-store.ts'
import { landingUrl, TOKEN_BYTES } from '../session/issue.ts'
import { ensurePlatformUser, findExternalEvent, lockName } from './store.ts'
import { writeOnce, type Written } from './write-once.ts'

/**
 * Issues a session to a user of the platform, for one of its events and for the browser whose code challenge it is. The
 * e-mail of the user proves nothing: the session says so to the ticket origin, which then links no login by it.
 *
 * @throws ServiceError SCOPE_MISSING, EVENT_NOT_FOUND, NOT_A_MEMBER, PERMISSION_DENIED
 */
export async function createSession(
  context: AuthContext,
  { body, ...call }: ValidRequest<CreatePlatformSessionRequest>,
): Promise<PlatformSession> {
  const caller = keyCallerOf(call.request)
  const roles = rolesOf(caller)
  if (body.role !== undefined && !roles.includes(body.role))
    throw new ServiceError('SCOPE_MISSING', { message: 'This API key needs the scope sessions:create' })
  return writeOnce(context, call, async (tx) => {
    await lockName(tx, caller.accountId, `user ${body.user.id}`)
    const event = await findExternalEvent(tx, caller.accountId, body.external_id)
    if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
    return issueTo(context, tx, { caller, roles, body, request: call.request, eventId: event.id })
  })
}

/** The roles that a key can give; its sessions never have more rights. */
function rolesOf({ scopes }: KeyCaller): PlatformRole[] {
  return scopes.includes('sessions:create') ? ['editor', 'viewer'] : ['viewer']
}

type Asked = Pick<ValidRequest<CreatePlatformSessionRequest>, 'body' | 'request'> & {
  caller: KeyCaller
  roles: PlatformRole[]
  eventId: string
}

async function issueTo(
  { random, config }: AuthContext,
  tx: Tx,
  { caller, roles, body, request, eventId }: Asked,
): Promise<Written<PlatformSession>> {
  const { id: subject, email, name } = body.user
  const { accountId } = caller
  const [highest = 'viewer'] = roles
  const role = body.role ?? null
  const newRole = role ?? highest
  const userId = await ensurePlatformUser(tx, { accountId, subject, email, name, role, newRole })
  const token = random(TOKEN_BYTES).toString('base64url')
  const issued = await issueSession(tx, {
    userId,
    accountId: Number(accountId),
    eventId,
    hash: tokenHashOf(token),
    signInId: null,
    apiKeyId: caller.keyId,
    codeChallenge: Buffer.from(body.code_challenge, 'base64url'),
    expirySeconds: config.sessionExpirySeconds,
    roles,
    audit: auditOrigin(request),
  })
  if (issued.outcome !== 'ok') return { refusal: new ServiceError(issued.outcome) }
  return {
    status: 201,
    body: {
      user_id: userId,
      session_token: token,
      expires_at: issued.expires_at.toISOString(),
      account_id: Number(accountId),
      landing_url: landingUrl(config.ticketOrigin, token, body.code_challenge),
    },
  }
}
