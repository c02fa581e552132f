import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable, STRICT, Text } from '../ids.ts'
import { Uuid } from '../people/sign-in.ts'

/** What an API key may be allowed to do. A key without a scope is refused where the scope is needed. */
export const API_SCOPES = [
  'events:read',
  'events:write',
  'reports:read',
  'sessions:create',
  'sessions:view',
] as const
/** One of {@link API_SCOPES}. */
export type ApiScope = (typeof API_SCOPES)[number]

/** Most keys of an account that are not expired or revoked. */
export const MAX_API_KEYS = 50
/** Most hours that a rotated key goes on working beside the new one. */
export const MAX_OVERLAP_HOURS = 168
/** Hours of overlap when a rotation names none. */
export const OVERLAP_HOURS = 24

/**
 * A secret that recognises its kind: `tvk_live_`, 43 characters of base 62 (32 random bytes), and 6 of a CRC-32 of
 * everything before them, so that a scanner finds leaked keys without a call.
 */
export const ApiKeySecret = Type.String({ pattern: '^tvk_live_[0-9A-Za-z]{49}$' })

const Scopes = Type.Array(Type.Enum([...API_SCOPES]), {
  minItems: 1,
  maxItems: API_SCOPES.length,
  uniqueItems: true,
})

/** An API key, without its secret. */
export const ApiKey = Type.Object({
  id: Uuid,
  name: Type.String(),
  /** The first characters of the secret, by which people recognise a key. */
  hint: Type.String(),
  scopes: Scopes,
  created_at: Instant,
  /** The name of the user; null when they are deleted. */
  created_by: Nullable(Type.String()),
  /** To the minute. */
  last_used_at: Nullable(Instant),
  /** Null: the key works until it is revoked. */
  expires_at: Nullable(Instant),
  revoked_at: Nullable(Instant),
  /** The key that a rotation made in place of this one. */
  replaced_by: Nullable(Uuid),
})
/** An API key, as those who manage it see it. */
export type ApiKey = Static<typeof ApiKey>

/** Response of `listApiKeys`, the newest first. Keys that ended more than 30 days ago are left out. */
export const ApiKeys = Type.Object({ keys: Type.Array(ApiKey) })
/** The keys of an account. */
export type ApiKeys = Static<typeof ApiKeys>

/** Body of `createApiKey`. Without `expires_in_days` the key works until it is revoked. */
export const CreateApiKeyRequest = Type.Object(
  {
    name: Text(80, 1),
    scopes: Scopes,
    expires_in_days: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 3650 }))),
  },
  STRICT,
)
/** A key to make. */
export type CreateApiKeyRequest = Static<typeof CreateApiKeyRequest>

/** Response of `createApiKey` and `rotateApiKey`: the only time that the secret is shown. */
export const CreatedApiKey = Type.Object({ key: ApiKey, secret: ApiKeySecret })
/** A new key with its secret. */
export type CreatedApiKey = Static<typeof CreatedApiKey>

/** Body of `rotateApiKey`: how long the old key goes on working; 0 ends it at once. */
export const RotateApiKeyRequest = Type.Object(
  { overlap_hours: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_OVERLAP_HOURS })) },
  STRICT,
)
/** The overlap of a rotation. */
export type RotateApiKeyRequest = Static<typeof RotateApiKeyRequest>

/** A key of an account in a path. */
export const ApiKeyParams = Type.Object({ account_id: Id, key_id: Uuid }, STRICT)

/** Response of `readOwnApiKey`: what the key of the call may do, and for whom. */
export const OwnApiKey = Type.Object({
  id: Uuid,
  name: Type.String(),
  account_id: Type.Integer(),
  account_name: Type.String(),
  scopes: Scopes,
  expires_at: Nullable(Instant),
})
/** The key of the call. */
export type OwnApiKey = Static<typeof OwnApiKey>
