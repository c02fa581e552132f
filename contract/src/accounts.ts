import { Type, type Static } from 'typebox'
import { Email, Id, IntId, STRICT, Text } from './ids.ts'

export const PERMISSIONS = ['create_events', 'manage_ticketing', 'view_reports', 'manage_members'] as const
export const Permission = Type.Enum([...PERMISSIONS])
export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const
export const Role = Type.Enum([...ROLES])
export type Role = (typeof ROLES)[number]

/** What each role may do on its account (spec 2.3). */
export const PERMISSIONS_OF_ROLE: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  editor: ['create_events', 'manage_ticketing', 'view_reports'],
  viewer: ['view_reports'],
}

export const RegisterRequest = Type.Object(
  {
    name: Text(120, 1),
    email: Email,
    /** NIST 800-63B: length is what counts. */
    password: Type.String({ minLength: 12, maxLength: 128 }),
    account_name: Type.Optional(Text(120, 1)),
  },
  STRICT,
)
export type RegisterRequest = Static<typeof RegisterRequest>

export const LoginRequest = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 128 }) },
  STRICT,
)
export type LoginRequest = Static<typeof LoginRequest>

export const RefreshRequest = Type.Object(
  { refresh_token: Type.String({ minLength: 20, maxLength: 200 }) },
  STRICT,
)
export type RefreshRequest = Static<typeof RefreshRequest>

export const Membership = Type.Object({
  account_id: IntId,
  name: Type.String(),
  slug: Type.String(),
  role: Role,
  permissions: Type.Array(Permission),
  is_default: Type.Boolean(),
})
export type Membership = Static<typeof Membership>

export const User = Type.Object({ id: Id, name: Type.String(), email: Type.String() })
export type User = Static<typeof User>

/** `access_token`: EdDSA JWT, minutes. `refresh_token`: opaque, single use, days. */
export const TokenPair = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'seconds until the access token expires' }),
  refresh_token: Type.String(),
  refresh_expires_in: Type.Integer({ description: 'seconds until the refresh token expires' }),
  user: User,
})
export type TokenPair = Static<typeof TokenPair>

export const Me = Type.Object({ user: User, accounts: Type.Array(Membership) })
export type Me = Static<typeof Me>
