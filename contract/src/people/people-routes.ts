import * as accounts from './accounts.ts'
import * as auditLog from './audit-log.ts'
import { API_KEY_ROUTES } from '../keys/api-key-routes.ts'
import { MEMBER_ERRORS, ok, type Route, route, USER_ERRORS } from '../routes/route.ts'
import * as signIn from './sign-in.ts'
import * as team from './team.ts'
import { ENDPOINT_ROUTES } from '../webhook-endpoints/endpoint-routes.ts'

const NO_CONTENT = { status: 204 } as const
const LINK_ERRORS = ['VALIDATION_ERROR', 'MAILED_LINK_INVALID', 'RATE_LIMITED'] as const
const REAUTHENTICATED = ['VALIDATION_ERROR', ...USER_ERRORS, 'INVALID_CREDENTIALS', 'RATE_LIMITED'] as const
const TEAM_ERRORS = ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS] as const

/**
 * Own accounts of people (spec 7.2.4), and what they manage of their accounts. With an outside issuer, only `team`,
 * `webhook-endpoints` and `mailbox` routes exist.
 */
export const PEOPLE_ROUTES = {
  ...ENDPOINT_ROUTES,
  verifyEmail: route('POST /api/auth/verify-email', 'Confirm an e-mail by its mailed link, and sign in', {
    auth: 'none',
    body: signIn.VerifyEmailRequest,
    success: ok(accounts.TokenPair),
    errors: [...LINK_ERRORS, 'INVALID_CREDENTIALS'],
    limit: 'mailedLink',
  }),
  verifyOwnEmail: route('POST /api/auth/me/verify-email', 'Confirm an e-mail by its link, signed in', {
    auth: 'user',
    body: signIn.MailedLinkRequest,
    success: NO_CONTENT,
    errors: [...LINK_ERRORS, ...USER_ERRORS],
    limit: 'mailedLink',
  }),
  resendVerification: route('POST /api/auth/me/verify-email/resend', 'Mail the link once more', {
    auth: 'user',
    body: signIn.ResendRequest,
    success: NO_CONTENT,
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, 'RATE_LIMITED'],
    limit: 'mailedAgain',
  }),
  requestPasswordReset: route('POST /api/auth/password-reset', 'Mail a link that sets a new password', {
    auth: 'none',
    body: signIn.PasswordResetRequest,
    success: NO_CONTENT,
    errors: ['VALIDATION_ERROR', 'RATE_LIMITED'],
    limit: 'passwordReset',
  }),
  resetPassword: route('POST /api/auth/password-reset/confirm', 'Set a new password; ends all sign-ins', {
    auth: 'none',
    body: signIn.NewPasswordRequest,
    success: NO_CONTENT,
    errors: LINK_ERRORS,
    limit: 'mailedLink',
  }),
  changePassword: route('POST /api/auth/me/password', 'Change the password; ends all other sign-ins', {
    auth: 'user',
    body: signIn.ChangePasswordRequest,
    success: NO_CONTENT,
    errors: REAUTHENTICATED,
    limit: 'passwordAgain',
  }),
  requestEmailChange: route('POST /api/auth/me/email', 'Mail a link to the new address', {
    auth: 'user',
    body: signIn.ChangeEmailRequest,
    success: NO_CONTENT,
    errors: REAUTHENTICATED,
    limit: 'passwordAgain',
  }),
  confirmEmailChange: route('POST /api/auth/me/email/confirm', 'Change the e-mail by its mailed link', {
    auth: 'user',
    body: signIn.MailedLinkRequest,
    success: NO_CONTENT,
    errors: [...LINK_ERRORS, ...USER_ERRORS, 'EMAIL_TAKEN'],
    limit: 'mailedLink',
  }),
  listSignIns: route('GET /api/auth/me/sign-ins', 'Where the user is signed in', {
    auth: 'user',
    success: ok(signIn.SignIns),
    errors: USER_ERRORS,
  }),
  endSignIn: route('DELETE /api/auth/me/sign-ins/:sign_in_id', 'End one sign-in; idempotent', {
    auth: 'user',
    params: signIn.SignInParams,
    success: NO_CONTENT,
    errors: ['VALIDATION_ERROR', ...USER_ERRORS],
  }),
  endSignIns: route('DELETE /api/auth/me/sign-ins', 'Sign out everywhere', {
    auth: 'user',
    success: NO_CONTENT,
    errors: USER_ERRORS,
  }),
  readSignInMethods: route('GET /api/auth/me/sign-in-methods', 'How the user signs in', {
    auth: 'user',
    success: ok(signIn.SignInMethods),
    errors: USER_ERRORS,
  }),
  exportData: route('GET /api/auth/me/data', 'All data of the user', {
    auth: 'user',
    success: ok(signIn.ExportedData),
    errors: [...USER_ERRORS, 'RATE_LIMITED'],
    limit: 'report',
  }),
  deleteUser: route('POST /api/auth/me/delete', 'Delete the user, and the accounts that are theirs alone', {
    auth: 'user',
    body: signIn.PasswordRequest,
    success: NO_CONTENT,
    errors: [...REAUTHENTICATED, 'OWNER_NEEDED'],
    limit: 'passwordAgain',
  }),
  finishSecondFactor: route('POST /api/auth/login/second-factor', 'The second step of a sign-in', {
    auth: 'none',
    body: signIn.SecondFactorRequest,
    success: ok(accounts.TokenPair),
    errors: ['VALIDATION_ERROR', 'SECOND_FACTOR_INVALID', 'MAILED_LINK_INVALID', 'RATE_LIMITED'],
    limit: 'secondFactor',
  }),
  startSecondFactor: route('POST /api/auth/me/second-factor', 'Get a secret for an authenticator app', {
    auth: 'user',
    body: signIn.PasswordRequest,
    success: ok(signIn.SecondFactorSecret),
    errors: [...REAUTHENTICATED, 'EMAIL_NOT_VERIFIED'],
    limit: 'passwordAgain',
  }),
  confirmSecondFactor: route('POST /api/auth/me/second-factor/confirm', 'Turn two-step sign-in on', {
    auth: 'user',
    body: signIn.SecondFactorCode,
    success: ok(signIn.RecoveryCodes),
    errors: [
      'VALIDATION_ERROR',
      ...USER_ERRORS,
      'EMAIL_NOT_VERIFIED',
      'SECOND_FACTOR_INVALID',
      'RATE_LIMITED',
    ],
    limit: 'secondFactor',
  }),
  removeSecondFactor: route('POST /api/auth/me/second-factor/remove', 'Turn two-step sign-in off', {
    auth: 'user',
    body: signIn.PasswordRequest,
    success: NO_CONTENT,
    errors: REAUTHENTICATED,
    limit: 'passwordAgain',
  }),
  replaceRecoveryCodes: route(
    'POST /api/auth/me/second-factor/recovery-codes',
    'Make new recovery codes; the old ones stop working',
    {
      auth: 'user',
      body: signIn.PasswordRequest,
      success: ok(signIn.RecoveryCodes),
      errors: REAUTHENTICATED,
      limit: 'passwordAgain',
    },
  ),
  passkeyOptions: route('POST /api/auth/me/passkeys/options', 'Start adding a passkey', {
    auth: 'user',
    body: signIn.PasswordRequest,
    success: ok(signIn.PasskeyOptions),
    errors: [...REAUTHENTICATED, 'EMAIL_NOT_VERIFIED'],
    limit: 'passwordAgain',
  }),
  addPasskey: route('POST /api/auth/me/passkeys', 'Add a passkey', {
    auth: 'user',
    body: signIn.AddPasskeyRequest,
    success: { status: 201, body: signIn.Passkey },
    errors: ['VALIDATION_ERROR', ...USER_ERRORS, 'EMAIL_NOT_VERIFIED', 'PASSKEY_INVALID'],
  }),
  deletePasskey: route('POST /api/auth/me/passkeys/:passkey_id/remove', 'Remove a passkey; idempotent', {
    auth: 'user',
    params: signIn.PasskeyParams,
    body: signIn.PasswordRequest,
    success: NO_CONTENT,
    errors: REAUTHENTICATED,
    limit: 'passwordAgain',
  }),
  passkeyLoginOptions: route('POST /api/auth/login/passkey/options', 'Start signing in with a passkey', {
    auth: 'none',
    success: ok(signIn.PasskeyOptions),
    errors: ['RATE_LIMITED'],
    limit: 'passkey',
  }),
  loginWithPasskey: route('POST /api/auth/login/passkey', 'Sign in with a passkey', {
    auth: 'none',
    body: signIn.PasskeyLoginRequest,
    success: ok(accounts.TokenPair),
    errors: ['VALIDATION_ERROR', 'PASSKEY_INVALID', 'RATE_LIMITED'],
    limit: 'passkey',
  }),
  readTeam: route('GET /api/accounts/:account_id/members', 'The members of an account', {
    auth: 'user',
    params: team.AccountParams,
    success: ok(team.Team),
    errors: TEAM_ERRORS,
  }),
  readAuditLog: route('GET /api/accounts/:account_id/audit-log', 'Who did what in the account, paged', {
    auth: 'user',
    params: team.AccountParams,
    query: auditLog.AuditLogQuery,
    success: ok(auditLog.AuditLog),
    errors: TEAM_ERRORS,
  }),
  inviteMember: route('POST /api/accounts/:account_id/invitations', 'Invite somebody by e-mail', {
    auth: 'user',
    params: team.AccountParams,
    body: team.InviteRequest,
    success: { status: 201, body: team.Invitation },
    errors: [...TEAM_ERRORS, 'ALREADY_A_MEMBER', 'RATE_LIMITED'],
    limit: 'invite',
  }),
  revokeInvitation: route(
    'DELETE /api/accounts/:account_id/invitations/:invitation_id',
    'Take an invitation back; idempotent',
    { auth: 'user', params: team.InvitationParams, success: NO_CONTENT, errors: TEAM_ERRORS },
  ),
  changeRole: route('PATCH /api/accounts/:account_id/members/:user_id', 'Change the role of a member', {
    auth: 'user',
    params: team.MemberParams,
    body: team.RoleRequest,
    success: NO_CONTENT,
    errors: [...TEAM_ERRORS, 'MEMBER_NOT_FOUND', 'OWNER_NEEDED'],
  }),
  removeMember: route('DELETE /api/accounts/:account_id/members/:user_id', 'Remove a member, or leave', {
    auth: 'user',
    params: team.MemberParams,
    success: NO_CONTENT,
    errors: [...TEAM_ERRORS, 'MEMBER_NOT_FOUND', 'OWNER_NEEDED'],
  }),
  handOver: route('POST /api/accounts/:account_id/owner', 'Make another member the owner', {
    auth: 'user',
    params: team.AccountParams,
    body: team.HandOverRequest,
    success: NO_CONTENT,
    errors: [...TEAM_ERRORS, 'INVALID_CREDENTIALS', 'MEMBER_NOT_FOUND', 'RATE_LIMITED'],
    limit: 'passwordAgain',
  }),
  ...API_KEY_ROUTES,
  readInvitation: route('POST /api/invitations/read', 'What an invitation is for', {
    auth: 'none',
    body: team.InvitationRequest,
    success: ok(team.InvitationDetails),
    errors: LINK_ERRORS,
    limit: 'mailedLink',
  }),
  acceptInvitation: route('POST /api/invitations/accept', 'Join an account', {
    auth: 'user',
    body: team.InvitationRequest,
    success: NO_CONTENT,
    errors: [...LINK_ERRORS, ...USER_ERRORS, 'INVITED_ANOTHER'],
    limit: 'mailedLink',
  }),
  declineInvitation: route('POST /api/invitations/decline', 'Decline an invitation; idempotent', {
    auth: 'none',
    body: team.InvitationRequest,
    success: NO_CONTENT,
    errors: LINK_ERRORS,
    limit: 'mailedLink',
  }),
  listMails: route('GET /api/mailbox', 'Mails to one address, where there is no mail server (MAILBOX)', {
    auth: 'none',
    query: signIn.MailboxQuery,
    success: ok(signIn.Mailbox),
    errors: ['VALIDATION_ERROR'],
  }),
} as const satisfies Record<string, Route>
