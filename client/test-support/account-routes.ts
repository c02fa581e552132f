import {
  API_ROUTES,
  type ApiKey,
  type ApiScope,
  type AuditLogEntry,
  type Member,
  RECOVERY_CODE_COUNT,
  ServiceError,
} from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import { member, route, type StandInRoute } from './route.ts'
import type { Sessions } from './sessions.ts'
import type { StandInWorld, StoredUser } from './world.ts'

/** The routes about members and ways to sign in. */
export function accountRoutes(world: StandInWorld, sessions: Sessions): StandInRoute[] {
  return [
    route(API_ROUTES.readTeam, ({ user, id }) => {
      const own = membershipOf(member(user), id)
      if (own === undefined) throw new ServiceError('NOT_A_MEMBER')
      const { account_id, name, role } = own
      const members = world.users.flatMap((each) => memberOf(each, id, user))
      return { account_id, name, role, members, invitations: [] }
    }),
    route(API_ROUTES.readAuditLog, ({ user, id, query }) => {
      const own = membershipOf(member(user), id)
      if (own === undefined) throw new ServiceError('NOT_A_MEMBER')
      const isSecond = query.get('before') !== null
      return { entries: [auditEntry(isSecond ? 'invite' : 'create-event')], next: isSecond ? null : NEXT }
    }),
    ...apiKeyRoutes(),
    route(API_ROUTES.removeMember, ({ id, second }) => {
      const gone = world.users.find((each) => each.id === second)
      if (gone) gone.accounts = gone.accounts.filter((each) => String(each.account_id) !== id)
    }),
    route(API_ROUTES.readSignInMethods, ({ user }) => ({
      email: member(user).email,
      is_email_verified: true,
      has_second_factor: world.recoveryCodesLeft !== null,
      recovery_codes_left: world.recoveryCodesLeft ?? 0,
      passkeys: world.passkeys,
    })),
    route(API_ROUTES.deletePasskey, ({ id }) => {
      world.passkeys = world.passkeys.filter((each) => each.id !== id)
    }),
    route(API_ROUTES.replaceRecoveryCodes, () => {
      world.recoveryCodesLeft = RECOVERY_CODE_COUNT
      return { recovery_codes: Array.from({ length: RECOVERY_CODE_COUNT }, (_, at) => `code-${at}`) }
    }),
    route(API_ROUTES.endSignIns, () => {}),
    route(API_ROUTES.verifyOwnEmail, ({ user }) => void world.unverified.delete(member(user).email)),
    route(API_ROUTES.verifyEmail, ({ body }) => sessions.open(ownerOf(world, String(body['password'])))),
    route(API_ROUTES.resendVerification, () => {}),
    route(API_ROUTES.acceptInvitation, () => {}),
    route(API_ROUTES.readInvitation, ({ user }) => ({
      account_name: 'Noorderlicht',
      role: 'editor' as const,
      email: user?.email ?? 'guest@example.com',
      invited_by: 'Ada Visser',
    })),
    route(API_ROUTES.declineInvitation, () => {}),
  ]
}

const NEXT = '2030-06-01T18:00:00.000001Z~7'

function auditEntry(operation: string): AuditLogEntry {
  const about = { name: 'Ada <Visser>', event_id: null, event_title: null }
  return { at: '2030-06-01T18:00:00.000001Z', operation, outcome: 'ok', by: 'user', ...about }
}

function ownerOf({ users }: StandInWorld, password: string): StoredUser {
  const found = users.find((each) => each.password === password)
  if (found === undefined) throw new ServiceError('INVALID_CREDENTIALS')
  return found
}

const membershipOf = (user: StoredUser, id: string) =>
  user.accounts.find((each) => String(each.account_id) === id)

function memberOf(user: StoredUser, account: string, reader: StoredUser | null): Member[] {
  const own = membershipOf(user, account)
  if (own === undefined) return []
  const { id, name, email } = user
  return [{ user_id: id, name, email, role: own.role, is_self: id === reader?.id, is_platform_user: false }]
}

/** What the stand-in shows once of each new key. */
export const SECRET_OF_KEY = `tvk_live_${'7'.repeat(49)}`

/** The routes about API keys, which all accounts share here. */
function apiKeyRoutes(): StandInRoute[] {
  let keys: ApiKey[] = []
  return [
    route(API_ROUTES.listApiKeys, ({ user }) => {
      member(user)
      return { keys }
    }),
    route(API_ROUTES.createApiKey, ({ user, body }) => {
      const key: ApiKey = {
        id: randomUUID(),
        name: String(body['name']),
        hint: SECRET_OF_KEY.slice(0, 13),
        scopes: body['scopes'] as ApiScope[],
        created_at: '2030-06-01T18:00:00.000Z',
        created_by: member(user).name,
        last_used_at: null,
        expires_at: null,
        revoked_at: null,
        replaced_by: null,
      }
      keys = [key, ...keys]
      return { key, secret: SECRET_OF_KEY }
    }),
    route(API_ROUTES.rotateApiKey, ({ second }) => {
      const old = keys.find(({ id }) => id === second)
      if (old === undefined) throw new ServiceError('API_KEY_NOT_FOUND')
      const key = { ...old, id: randomUUID() }
      keys = [key, ...keys.map((each) => (each === old ? { ...old, replaced_by: key.id } : each))]
      return { key, secret: SECRET_OF_KEY }
    }),
    route(API_ROUTES.revokeApiKey, ({ second }) => {
      if (!keys.some(({ id }) => id === second)) throw new ServiceError('API_KEY_NOT_FOUND')
      keys = keys.map((key) => (key.id === second ? { ...key, revoked_at: '2030-06-01T19:00:00.000Z' } : key))
    }),
  ]
}
