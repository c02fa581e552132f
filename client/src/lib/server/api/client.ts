import {
  API_ROUTES,
  type AddPasskeyRequest,
  type ChangeEmailRequest,
  type ChangePasswordRequest,
  type ComplaintRequest,
  type CreateApiKeyRequest,
  type CreateEndpointRequest,
  type CreateEventRequest,
  type EventIndexQuery,
  type GenerateSessionRequest,
  type GivenRole,
  type InviteRequest,
  type ListEventsQuery,
  type LoginRequest,
  type MessagesQuery,
  type NewPasswordRequest,
  type PasskeyLoginRequest,
  type RegisterRequest,
  type ReplayMessagesRequest,
  type ResendRequest,
  type RotateApiKeyRequest,
  type SecondFactorRequest,
  type SettleDifferenceRequest,
  pictureIdOf,
  picturePath,
  type UpdateEndpointRequest,
  type UpdateEventRequest,
  type VerifyEmailRequest,
} from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import { call, readFile, type ApiCaller } from './call.ts'

/** The API as this site uses it. */
export interface ApiClient extends ReturnType<typeof callsOf> {
  /** The same calls in the name of the member who holds this token. */
  as: (accessToken: string) => ApiClient
}

export function createApiClient(caller: ApiCaller): ApiClient {
  return { ...callsOf(caller), as: (accessToken) => createApiClient({ ...caller, accessToken }) }
}

/** The calls of own accounts: how somebody signs in, and what they do with their own data. */
function accountCallsOf(caller: ApiCaller) {
  return {
    finishSecondFactor: (body: SecondFactorRequest) => call(caller, API_ROUTES.finishSecondFactor, { body }),
    passkeyLoginOptions: () => call(caller, API_ROUTES.passkeyLoginOptions, {}),
    loginWithPasskey: (body: PasskeyLoginRequest) => call(caller, API_ROUTES.loginWithPasskey, { body }),
    verifyEmail: (body: VerifyEmailRequest) => call(caller, API_ROUTES.verifyEmail, { body }),
    verifyOwnEmail: (token: string) => call(caller, API_ROUTES.verifyOwnEmail, { body: { token } }),
    resendVerification: (body: ResendRequest) => call(caller, API_ROUTES.resendVerification, { body }),
    requestPasswordReset: (email: string) =>
      call(caller, API_ROUTES.requestPasswordReset, { body: { email } }),
    resetPassword: (body: NewPasswordRequest) => call(caller, API_ROUTES.resetPassword, { body }),
    changePassword: (body: ChangePasswordRequest) => call(caller, API_ROUTES.changePassword, { body }),
    requestEmailChange: (body: ChangeEmailRequest) => call(caller, API_ROUTES.requestEmailChange, { body }),
    confirmEmailChange: (token: string) => call(caller, API_ROUTES.confirmEmailChange, { body: { token } }),
    listSignIns: () => call(caller, API_ROUTES.listSignIns, {}),
    endSignIn: (sign_in_id: string) => call(caller, API_ROUTES.endSignIn, { params: { sign_in_id } }),
    endSignIns: () => call(caller, API_ROUTES.endSignIns, {}),
    readSignInMethods: () => call(caller, API_ROUTES.readSignInMethods, {}),
    exportData: () => call(caller, API_ROUTES.exportData, {}),
    deleteUser: (password: string) => call(caller, API_ROUTES.deleteUser, { body: { password } }),
    startSecondFactor: (password: string) =>
      call(caller, API_ROUTES.startSecondFactor, { body: { password } }),
    confirmSecondFactor: (code: string) => call(caller, API_ROUTES.confirmSecondFactor, { body: { code } }),
    removeSecondFactor: (password: string) =>
      call(caller, API_ROUTES.removeSecondFactor, { body: { password } }),
    replaceRecoveryCodes: (password: string) =>
      call(caller, API_ROUTES.replaceRecoveryCodes, { body: { password } }),
    passkeyOptions: (password: string) => call(caller, API_ROUTES.passkeyOptions, { body: { password } }),
    addPasskey: (body: AddPasskeyRequest) => call(caller, API_ROUTES.addPasskey, { body }),
    deletePasskey: (passkey_id: string, password: string) =>
      call(caller, API_ROUTES.deletePasskey, { params: { passkey_id }, body: { password } }),
    listMails: (address: string) => call(caller, API_ROUTES.listMails, { query: { address } }),
  }
}

/** The calls about the members of an account. */
function teamCallsOf(caller: ApiCaller) {
  return {
    readAuditLog: (account_id: string, before: string) =>
      call(caller, API_ROUTES.readAuditLog, { params: { account_id }, query: { before } }),
    readTeam: (account_id: string) => call(caller, API_ROUTES.readTeam, { params: { account_id } }),
    inviteMember: (account_id: string, body: InviteRequest) =>
      call(caller, API_ROUTES.inviteMember, { params: { account_id }, body }),
    revokeInvitation: (account_id: string, invitation_id: string) =>
      call(caller, API_ROUTES.revokeInvitation, { params: { account_id, invitation_id } }),
    changeRole: (account_id: string, user_id: string, role: GivenRole) =>
      call(caller, API_ROUTES.changeRole, { params: { account_id, user_id }, body: { role } }),
    removeMember: (account_id: string, user_id: string) =>
      call(caller, API_ROUTES.removeMember, { params: { account_id, user_id } }),
    handOver: (account_id: string, body: { user_id: string; password: string }) =>
      call(caller, API_ROUTES.handOver, { params: { account_id }, body }),
    listApiKeys: (account_id: string) => call(caller, API_ROUTES.listApiKeys, { params: { account_id } }),
    createApiKey: (account_id: string, body: CreateApiKeyRequest) =>
      call(caller, API_ROUTES.createApiKey, { params: { account_id }, body }),
    rotateApiKey: (params: { account_id: string; key_id: string }, body: RotateApiKeyRequest) =>
      call(caller, API_ROUTES.rotateApiKey, { params, body }),
    revokeApiKey: (params: { account_id: string; key_id: string }) =>
      call(caller, API_ROUTES.revokeApiKey, { params }),
    readInvitation: (token: string) => call(caller, API_ROUTES.readInvitation, { body: { token } }),
    acceptInvitation: (token: string) => call(caller, API_ROUTES.acceptInvitation, { body: { token } }),
    declineInvitation: (token: string) => call(caller, API_ROUTES.declineInvitation, { body: { token } }),
  }
}

/** The calls about the webhook endpoints of an account. */
function webhookCallsOf(caller: ApiCaller) {
  const at = (account_id: string, endpoint_id: string) => ({ params: { account_id, endpoint_id } })
  return {
    listWebhookEndpoints: (account_id: string) =>
      call(caller, API_ROUTES.listWebhookEndpoints, { params: { account_id } }),
    createWebhookEndpoint: (account_id: string, body: CreateEndpointRequest) =>
      call(caller, API_ROUTES.createWebhookEndpoint, { params: { account_id }, body }),
    readWebhookEndpoint: (account: string, id: string) =>
      call(caller, API_ROUTES.readWebhookEndpoint, at(account, id)),
    updateWebhookEndpoint: (account: string, id: string, body: UpdateEndpointRequest) =>
      call(caller, API_ROUTES.updateWebhookEndpoint, { ...at(account, id), body }),
    deleteWebhookEndpoint: (account: string, id: string) =>
      call(caller, API_ROUTES.deleteWebhookEndpoint, at(account, id)),
    rotateSigningSecret: (account: string, id: string) =>
      call(caller, API_ROUTES.rotateSigningSecret, at(account, id)),
    testWebhookEndpoint: (account: string, id: string) =>
      call(caller, API_ROUTES.testWebhookEndpoint, at(account, id)),
    listWebhookMessages: (account: string, id: string, query: MessagesQuery) =>
      call(caller, API_ROUTES.listWebhookMessages, { ...at(account, id), query }),
    replayWebhookMessages: (account: string, id: string, body: ReplayMessagesRequest) =>
      call(caller, API_ROUTES.replayWebhookMessages, { ...at(account, id), body }),
    readWebhookMessage: (account_id: string, endpoint_id: string, message_id: string) =>
      call(caller, API_ROUTES.readWebhookMessage, { params: { account_id, endpoint_id, message_id } }),
    replayWebhookMessage: (account_id: string, endpoint_id: string, message_id: string) =>
      call(caller, API_ROUTES.replayWebhookMessage, { params: { account_id, endpoint_id, message_id } }),
  }
}

/** The routes this site calls, by name. */
function callsOf(caller: ApiCaller) {
  return {
    ...accountCallsOf(caller),
    ...teamCallsOf(caller),
    ...webhookCallsOf(caller),
    login: (body: LoginRequest) => call(caller, API_ROUTES.login, { body }),
    register: (body: RegisterRequest) => call(caller, API_ROUTES.register, { body }),
    refresh: (refresh_token: string) => call(caller, API_ROUTES.refresh, { body: { refresh_token } }),
    logout: (refresh_token: string) => call(caller, API_ROUTES.logout, { body: { refresh_token } }),
    me: () => call(caller, API_ROUTES.me, {}),
    listEvents: (query: ListEventsQuery) => call(caller, API_ROUTES.listEvents, { query }),
    eventIndex: (query: EventIndexQuery) => call(caller, API_ROUTES.eventIndex, { query }),
    fileComplaint: (id: string, body: ComplaintRequest) =>
      call(caller, API_ROUTES.fileComplaint, { params: { id }, body }),
    eventSales: (id: string) => call(caller, API_ROUTES.eventSales, { params: { id } }),
    listCities: () => call(caller, API_ROUTES.listCities, {}),
    relatedEvents: (id: string) => call(caller, API_ROUTES.relatedEvents, { params: { id } }),
    readOrganiser: (account_id: string) => call(caller, API_ROUTES.readOrganiser, { params: { account_id } }),
    readEvent: (id: string) => call(caller, API_ROUTES.readEvent, { params: { id } }),
    ticketingReport: (id: string) => call(caller, API_ROUTES.ticketingReport, { params: { id } }),
    differences: (id: string) => call(caller, API_ROUTES.eventDifferences, { params: { id } }),
    accountDifferences: (account_id: string) =>
      call(caller, API_ROUTES.accountDifferences, { params: { account_id } }),
    /** The ticket system's picture of a difference, as JPEG. */
    cover: (id: string, seen: string) =>
      readFile(caller, callOf(API_ROUTES.eventCover, { params: { id }, query: { seen } }).path),
    settleDifference: (id: string, body: SettleDifferenceRequest) =>
      call(caller, API_ROUTES.settleDifference, { params: { id }, body }),
    framing: (id: string) => call(caller, API_ROUTES.eventFraming, { params: { id } }),
    putFraming: (id: string, origins: string[]) =>
      call(caller, API_ROUTES.putFraming, { params: { id }, body: { origins } }),
    createEvent: (body: CreateEventRequest) => call(caller, API_ROUTES.createEvent, { body }),
    updateEvent: (id: string, body: UpdateEventRequest, etag: string | null) =>
      call(caller, API_ROUTES.updateEvent, {
        params: { id },
        body,
        headers: etag === null ? {} : { 'if-match': etag },
      }),
    /** @param accountId that of the event which is to show the picture */
    uploadPicture: (bytes: Uint8Array, accountId: number | null) =>
      call(caller, API_ROUTES.uploadPicture, {
        query: accountId === null ? {} : { account_id: accountId },
        bytes,
      }),
    /** A file of an uploaded picture; null when it cannot be read. */
    readPicture: (url: string) => readFile(caller, picturePath(pictureIdOf(url) ?? '', '1600.jpg')),
    generateSession: (body: GenerateSessionRequest) => call(caller, API_ROUTES.generateSession, { body }),
    deleteLink: (event_id: string) => call(caller, API_ROUTES.deleteLink, { params: { event_id } }),
  }
}
