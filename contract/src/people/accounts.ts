import { Type, type Static } from 'typebox'
import { Email, Id, IntId, OneTimeToken, PagePath, STRICT, Text } from '../ids.ts'

/** What a member of an account may be allowed to do (spec 2.3). */
export const PERMISSIONS = ['create_events', 'manage_ticketing', 'view_reports', 'manage_members'] as const
/** One of {@link PERMISSIONS}. */
export const Permission = Type.Enum([...PERMISSIONS])
/** One of {@link PERMISSIONS}. */
export type Permission = (typeof PERMISSIONS)[number]

/** The roles of an account, the one with the most rights first (spec 2.3). */
export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const
/** One of {@link ROLES}. */
export const Role = Type.Enum([...ROLES])
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number]

/** What each role may do on its account (spec 2.3). */
export const PERMISSIONS_OF_ROLE: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  editor: ['create_events', 'manage_ticketing', 'view_reports'],
  viewer: ['view_reports'],
}

/** A password to be set. Length is what counts (NIST 800-63B); common ones are refused, too. */
export const NewPassword = Type.String({ minLength: 8, maxLength: 128 })

/**
 * Body of `register`. `account_name` defaults to the name of the user; `next` is the page of the site that the mailed link
 * leads on to. An `invitation` that was mailed to this address confirms it, and no link is mailed.
 */
export const RegisterRequest = Type.Object(
  {
    name: Text(120, 1),
    email: Email,
    password: NewPassword,
    account_name: Type.Optional(Text(120, 1)),
    invitation: Type.Optional(OneTimeToken),
    next: Type.Optional(PagePath),
  },
  STRICT,
)
/** A registration that fits its schema. */
export type RegisterRequest = Static<typeof RegisterRequest>

/** Body of `login`. The e-mail is not checked for its form: a wrong one is refused like an unknown one. */
export const LoginRequest = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 128 }) },
  STRICT,
)
/** A sign-in that fits its schema. */
export type LoginRequest = Static<typeof LoginRequest>

/** Body of `refresh` and `logout`. */
export const RefreshRequest = Type.Object(
  { refresh_token: Type.String({ minLength: 20, maxLength: 200 }) },
  STRICT,
)
/** A refresh token as it is sent back. */
export type RefreshRequest = Static<typeof RefreshRequest>

/** One account of a user, with what they may do there. */
export const Membership = Type.Object({
  account_id: IntId,
  name: Type.String(),
  slug: Type.String(),
  role: Role,
  permissions: Type.Array(Permission),
  is_default: Type.Boolean(),
})
/** A membership as the event site reads it. */
export type Membership = Static<typeof Membership>

/** The signed-in user, as returned to that user. */
export const User = Type.Object({ id: Id, name: Type.String(), email: Type.String() })
/** A user as the event site reads them. */
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
/** Both tokens of a session, with the user they belong to. */
export type TokenPair = Static<typeof TokenPair>

/** Response of `me`: the signed-in user with all of their accounts. */
export const CurrentUser = Type.Object({
  user: User,
  /** Until then, the user can neither publish nor sell nor invite. */
  email_verified: Type.Boolean(),
  accounts: Type.Array(Membership),
})
/** The signed-in user as the event site reads them. */
export type CurrentUser = Static<typeof CurrentUser>

/** Response of `jwks`: public keys in JWK form. */
export const Jwks = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) })
