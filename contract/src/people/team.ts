import { Type, type Static } from 'typebox'
import { Role } from './accounts.ts'
import { Email, Id, Instant, IntId, OneTimeToken, STRICT } from '../ids.ts'
import { GivenPassword, Uuid } from './sign-in.ts'

/** Roles that can be given. There is one owner, who hands the account over instead. */
export const GivenRole = Type.Enum(['admin', 'editor', 'viewer'])
/** One of {@link GivenRole}. */
export type GivenRole = Static<typeof GivenRole>

/** The account in a path. */
export const AccountParams = Type.Object({ account_id: Id }, STRICT)
/** A member of an account in a path. */
export const MemberParams = Type.Object({ account_id: Id, user_id: Id }, STRICT)
/** An invitation to an account in a path. */
export const InvitationParams = Type.Object({ account_id: Id, invitation_id: Uuid }, STRICT)

/** A member of an account. */
export const Member = Type.Object({
  user_id: Id,
  name: Type.String(),
  email: Type.String(),
  role: Role,
  is_self: Type.Boolean(),
  /** A user of the account's platform, made with an API key: nobody confirmed the e-mail. */
  is_platform_user: Type.Boolean(),
})
/** A member of an account, as the site lists it. */
export type Member = Static<typeof Member>
/** An invitation that waits for an answer. */
export const Invitation = Type.Object({ id: Uuid, email: Type.String(), role: Role, expires_at: Instant })
/** An invitation as the site lists it. */
export type Invitation = Static<typeof Invitation>
/** Response of `readTeam`. Invitations are listed for members who may manage them. */
export const Team = Type.Object({
  account_id: IntId,
  name: Type.String(),
  role: Role,
  members: Type.Array(Member),
  invitations: Type.Array(Invitation),
})
/** The members of an account. */
export type Team = Static<typeof Team>

/** Body of `inviteMember`. */
export const InviteRequest = Type.Object({ email: Email, role: GivenRole }, STRICT)
/** Whom to invite, and as what. */
export type InviteRequest = Static<typeof InviteRequest>
/** Body of `changeRole`. */
export const RoleRequest = Type.Object({ role: GivenRole }, STRICT)
/** Body of `handOver`: the present owner becomes an admin. */
export const HandOverRequest = Type.Object({ user_id: Id, password: GivenPassword }, STRICT)
/** Body of the calls about an invitation by its mailed link. */
export const InvitationRequest = Type.Object({ token: OneTimeToken }, STRICT)
/** The secret of an invitation. */
export type InvitationRequest = Static<typeof InvitationRequest>
/** Response of `readInvitation`. */
export const InvitationDetails = Type.Object({
  account_name: Type.String(),
  role: Role,
  email: Type.String(),
  invited_by: Type.String(),
})
/** An invitation as its reader sees it. */
export type InvitationDetails = Static<typeof InvitationDetails>
