/** Sign-in, accounts of people and their teams. */
export const PEOPLE_DESCRIPTIONS = {
  register:
    'Creates a user with an account of their own, and signs them in. Before the e-mail is confirmed they can neither publish nor sell nor invite. Exists only where the API has its own accounts.',
  login:
    'Signs in with e-mail and password. A user with two-step sign-in gets a `second_factor_token` for `finishSecondFactor` in place of the token pair.',
  refresh: 'Exchanges a refresh token for a new token pair. A refresh token works once: keep the new one.',
  logout: 'Ends the sign-in that a refresh token belongs to. An unknown token is answered the same.',
  verifyEmail:
    'Confirms the e-mail address with the secret of the mailed link. The password shows that the reader of the mail is the person who signed up.',
  verifyOwnEmail: 'Confirms the e-mail address of the signed-in user with the secret of the mailed link.',
  resendVerification: 'Mails the link that confirms the e-mail address once more.',
  requestPasswordReset:
    'Mails a link that sets a new password. The response does not tell whether the address has an account.',
  resetPassword: 'Sets a new password with the secret of the mailed link, and ends all sign-ins of the user.',
  changePassword: 'Changes the password of the signed-in user, and ends all of their other sign-ins.',
  requestEmailChange: 'Mails a link to the new address. The old one stays until the link is used.',
  confirmEmailChange:
    'Changes the e-mail address with the secret of the link that was mailed to the new one.',
  listSignIns: 'The browsers in which the user is signed in, with the time of their last use.',
  endSignIn: 'Ends one sign-in with its access tokens and sessions. Repeat it as often as you like.',
  endSignIns: 'Ends all sign-ins of the user, also the one of this call.',
  readSignInMethods: 'Whether two-step sign-in is on, how many recovery codes are left, and the passkeys.',
  exportData: 'Everything that is stored about the user, as one document.',
  deleteUser:
    'Deletes the user, and the accounts in which nobody else is a member. An account with other members needs another owner first.',
  finishSecondFactor:
    'Completes a sign-in with a code of the authenticator app or a recovery code. Returns the token pair.',
  startSecondFactor:
    'Returns a secret for an authenticator app. Two-step sign-in stays off until a code of the app confirms it.',
  confirmSecondFactor: 'Turns two-step sign-in on, and shows the recovery codes, which are stored as hashes.',
  removeSecondFactor: 'Turns two-step sign-in off.',
  replaceRecoveryCodes: 'Replaces all recovery codes by new ones, which are shown this once.',
  passkeyOptions: 'Returns the options that a browser needs to create a passkey (WebAuthn).',
  addPasskey:
    'Stores the public key of a passkey that the browser created with the options of `passkeyOptions`.',
  deletePasskey: 'Removes a passkey of the user. One that is gone is answered the same.',
  passkeyLoginOptions: 'Returns a challenge for a sign-in with a passkey. It works once, for minutes.',
  loginWithPasskey: 'Signs in with the signature of a passkey over the challenge. Returns the token pair.',
  me: 'The signed-in user with all of their accounts, and what they may do in each.',
  jwks: 'The public keys with which anyone can verify an access token.',
  listMails:
    'The mails to one address, the newest first. Only where the setting `MAILBOX` is on, for tests and demos: mails go nowhere else there.',
  readTeam: 'The members of an account and the invitations that are open.',
  readAuditLog: 'Every act of members, API keys and operators in the account, the newest first.',
  inviteMember:
    'Mails an invitation that works once and expires. An address that is invited again gets a new one.',
  revokeInvitation: 'Ends an invitation, so that its link no longer works.',
  changeRole: 'Changes what a member may do. It holds from the next request of that member on.',
  removeMember:
    'Removes a member from the account. Their sessions of it end within seconds, also in the ticket system. The owner cannot be removed.',
  handOver: 'Makes another member the owner. The owner becomes an admin.',
  readInvitation: 'Who invites whom to which account, for the page on which somebody decides.',
  acceptInvitation: 'Makes the signed-in user a member. The invitation must be for their e-mail address.',
  declineInvitation: 'Ends an invitation for good.',
}
