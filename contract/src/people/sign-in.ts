import { Type, type Static } from 'typebox'
import { Membership, NewPassword, TokenPair, User } from './accounts.ts'
import { Email, Instant, Nullable, OneTimeToken, PagePath, STRICT, Text } from '../ids.ts'

/** A password as it is typed to prove who is there. Only its length is checked. */
export const GivenPassword = Type.String({ minLength: 1, maxLength: 128 })
/** Id of a sign-in, a passkey or an invitation. It is not a secret. */
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })

/** Response of `login` to a right password of a user who has two-step sign-in. */
export const SecondFactorNeeded = Type.Object({
  second_factor_token: OneTimeToken,
  expires_in: Type.Integer({ description: 'seconds until the token expires' }),
})
/** What the second step of a sign-in starts from. */
export type SecondFactorNeeded = Static<typeof SecondFactorNeeded>
/** Response of `login`. */
export const LoginResponse = Type.Union([TokenPair, SecondFactorNeeded])
/** Both tokens, or the second step that is still missing. */
export type LoginResponse = Static<typeof LoginResponse>

/** Body of `finishSecondFactor`: a code of the authenticator app, or a recovery code. */
export const SecondFactorRequest = Type.Object(
  { second_factor_token: OneTimeToken, code: Type.String({ minLength: 6, maxLength: 20 }) },
  STRICT,
)
/** The second step of a sign-in. */
export type SecondFactorRequest = Static<typeof SecondFactorRequest>

/**
 * Body of `verifyEmail`. The password shows that the reader of the mail is who signed up: otherwise somebody could sign
 * up with an e-mail of another person, and that person would confirm it for them.
 */
export const VerifyEmailRequest = Type.Object({ token: OneTimeToken, password: GivenPassword }, STRICT)
/** A confirmation by password. */
export type VerifyEmailRequest = Static<typeof VerifyEmailRequest>
/** Body of a call that confirms something by its mailed link, for the signed-in user. */
export const MailedLinkRequest = Type.Object({ token: OneTimeToken }, STRICT)
/** The secret of a mailed link. */
export type MailedLinkRequest = Static<typeof MailedLinkRequest>

/** Body of `resendVerification`: `next` is the page of the site that the link leads on to. */
export const ResendRequest = Type.Object({ next: Type.Optional(PagePath) }, STRICT)
/** Where the link leads on to. */
export type ResendRequest = Static<typeof ResendRequest>

/** Body of `requestPasswordReset`. */
export const PasswordResetRequest = Type.Object({ email: Email }, STRICT)
/** Whose password is forgotten. */
export type PasswordResetRequest = Static<typeof PasswordResetRequest>
/** Body of `resetPassword`. */
export const NewPasswordRequest = Type.Object({ token: OneTimeToken, password: NewPassword }, STRICT)
/** A new password with the secret of the mailed link. */
export type NewPasswordRequest = Static<typeof NewPasswordRequest>
/** Body of `changePassword`. */
export const ChangePasswordRequest = Type.Object(
  { password: GivenPassword, new_password: NewPassword },
  STRICT,
)
/** The present password and the new one. */
export type ChangePasswordRequest = Static<typeof ChangePasswordRequest>
/** Body of `requestEmailChange`. */
export const ChangeEmailRequest = Type.Object({ password: GivenPassword, email: Email }, STRICT)
/** The new address, and the password that allows it. */
export type ChangeEmailRequest = Static<typeof ChangeEmailRequest>
/** Body of a call that needs the password again. */
export const PasswordRequest = Type.Object({ password: GivenPassword }, STRICT)
/** A password typed again. */
export type PasswordRequest = Static<typeof PasswordRequest>

/** A browser in which the user is signed in. */
export const SignIn = Type.Object({
  id: Uuid,
  created_at: Instant,
  last_used_at: Instant,
  address: Type.String(),
  user_agent: Type.String(),
  is_current: Type.Boolean(),
})
/** A browser in which the user is signed in, as the site lists it. */
export type SignIn = Static<typeof SignIn>
/** Response of `listSignIns`, the last used first. */
export const SignIns = Type.Object({ sign_ins: Type.Array(SignIn) })
/** Path of `endSignIn`. */
export const SignInParams = Type.Object({ sign_in_id: Uuid }, STRICT)
/** Path of `deletePasskey`. */
export const PasskeyParams = Type.Object({ passkey_id: Uuid }, STRICT)

/** A passkey of the user. */
export const Passkey = Type.Object({
  id: Uuid,
  name: Type.String(),
  created_at: Instant,
  last_used_at: Nullable(Instant),
})
/** A passkey as the site lists it. */
export type Passkey = Static<typeof Passkey>
/** Response of `readSignInMethods`. */
export const SignInMethods = Type.Object({
  email: Type.String(),
  is_email_verified: Type.Boolean(),
  has_second_factor: Type.Boolean(),
  recovery_codes_left: Type.Integer(),
  passkeys: Type.Array(Passkey),
})
/** How the user signs in. */
export type SignInMethods = Static<typeof SignInMethods>

/** Response of `startSecondFactor`: what an authenticator app needs. It counts once a code of it was given. */
export const SecondFactorSecret = Type.Object({ secret: Type.String(), uri: Type.String() })
/** The secret of an authenticator app. */
export type SecondFactorSecret = Static<typeof SecondFactorSecret>
/** Body of `confirmSecondFactor`. */
export const SecondFactorCode = Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }) }, STRICT)
/** How many recovery codes are made at a time. */
export const RECOVERY_CODE_COUNT = 10
/** Response of `confirmSecondFactor` and `replaceRecoveryCodes`: shown once, stored as hashes. */
export const RecoveryCodes = Type.Object({ recovery_codes: Type.Array(Type.String()) })

/** Options for the browser's passkey functions (WebAuthn Level 3, 5.4 and 5.5), in their JSON form. */
export const PasskeyOptions = Type.Object({}, { additionalProperties: true })
/** Bytes of the browser's answer, as its JSON form writes them. The library checks what they hold. */
const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 8192 })

/** What the API reads of a new passkey. */
export const NewPasskey = Type.Object(
  { id: Base64Url, clientDataJSON: Base64Url, attestationObject: Base64Url },
  STRICT,
)
/** A new passkey as the browser gives it. */
export type NewPasskey = Static<typeof NewPasskey>
/** Body of `addPasskey`. */
export const AddPasskeyRequest = Type.Object({ name: Text(60, 1), passkey: NewPasskey }, STRICT)
/** A new passkey and what the user calls it. */
export type AddPasskeyRequest = Static<typeof AddPasskeyRequest>
/** Body of `loginWithPasskey`. */
export const PasskeyLoginRequest = Type.Object(
  { id: Base64Url, clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url },
  STRICT,
)
/** A use of a passkey as the browser gives it. */
export type PasskeyLoginRequest = Static<typeof PasskeyLoginRequest>

/** Rows as they are stored, for people and not for programs. */
const Rows = Type.Array(Type.Object({}, { additionalProperties: true }))

/** Response of `exportData`: all that the API stores of the user, without secrets. */
export const ExportedData = Type.Object({
  exported_at: Instant,
  user: Type.Object({
    ...User.properties,
    created_at: Instant,
    email_verified_at: Nullable(Instant),
    /** That of their mails; null when it is not known. */
    language: Type.Optional(Nullable(Type.String())),
  }),
  accounts: Type.Array(Type.Object({ ...Membership.properties, events: Rows })),
  sign_ins: Rows,
  passkeys: Type.Array(Passkey),
  activity: Rows,
})
/** All that the API stores of the user. */
export type ExportedData = Static<typeof ExportedData>

/** A mail that would have been sent, on a machine without a mail server. */
export const ShownMail = Type.Object({
  id: Type.String(),
  recipient: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  created_at: Instant,
})
/** A mail that would have been sent. */
export type ShownMail = Static<typeof ShownMail>
/** Response of `listMails`, the newest first. */
export const Mailbox = Type.Object({ mails: Type.Array(ShownMail) })
/** Query of `listMails`. */
export const MailboxQuery = Type.Object({ address: Type.String({ minLength: 3, maxLength: 254 }) }, STRICT)
