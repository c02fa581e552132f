import { API_ROUTES, type Route } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENT, PASSWORD, type TestUser, startWorld, type TestWorld } from '../test-support/api.ts'

/** Who calls: each role of the account, a user of another account, and a member who has not confirmed the e-mail. */
const CALLERS = ['owner', 'admin', 'editor', 'viewer', 'stranger', 'unverified'] as const
type Caller = (typeof CALLERS)[number]
type Name = keyof typeof API_ROUTES
type Account = Record<Caller, TestUser> & {
  id: number
  eventId: string
  memberId: string
  endpointId: string
}

type Row = {
  /** The outcome for each caller, in the order of CALLERS; a single one is that of all. */
  outcomes: string
  body?: (account: Account, caller: TestUser) => object
  query?: (account: Account) => string
}

const NOBODY = '00000000-0000-4000-8000-000000000000'
const TOKEN = 't'.repeat(43)
const password = () => ({ password: PASSWORD })
const token = () => ({ token: TOKEN })
const managed = 'ok ok PERMISSION_DENIED PERMISSION_DENIED NOT_A_MEMBER EMAIL_NOT_VERIFIED'
const edited = 'ok ok ok PERMISSION_DENIED NOT_A_MEMBER EMAIL_NOT_VERIFIED'
/** What a viewer may do, too: at the ticket system they only read. */
const viewed = 'ok ok ok ok NOT_A_MEMBER EMAIL_NOT_VERIFIED'
/** Routes for anyone, and those that a service calls: no user's role has a part in them. */
const OTHERS = 'not for users'

/** Every route of the contract. The type makes a new one fail that has no row. */
const ROWS: Record<Name, Row> = {
  register: { outcomes: OTHERS },
  login: { outcomes: OTHERS },
  refresh: { outcomes: OTHERS },
  logout: { outcomes: OTHERS },
  jwks: { outcomes: OTHERS },
  listMails: { outcomes: OTHERS },
  verifyEmail: { outcomes: OTHERS },
  requestPasswordReset: { outcomes: OTHERS },
  resetPassword: { outcomes: OTHERS },
  finishSecondFactor: { outcomes: OTHERS },
  passkeyLoginOptions: { outcomes: OTHERS },
  loginWithPasskey: { outcomes: OTHERS },
  readInvitation: { outcomes: OTHERS },
  declineInvitation: { outcomes: OTHERS },
  listEvents: { outcomes: OTHERS },
  eventIndex: { outcomes: OTHERS },
  listCities: { outcomes: OTHERS },
  relatedEvents: { outcomes: OTHERS },
  readOrganiser: { outcomes: OTHERS },
  readEvent: { outcomes: OTHERS },
  readPicture: { outcomes: OTHERS },
  eventUpdates: { outcomes: OTHERS },
  readTicketing: { outcomes: OTHERS },
  beacon: { outcomes: OTHERS },
  fileComplaint: { outcomes: OTHERS },
  validateSession: { outcomes: OTHERS },
  validateCode: { outcomes: OTHERS },
  userAccounts: { outcomes: OTHERS },
  validatePermission: { outcomes: OTHERS },
  sessionStatus: { outcomes: OTHERS },
  listLinks: { outcomes: OTHERS },
  putLink: { outcomes: OTHERS },
  statusWebhook: { outcomes: OTHERS },
  listWebhookEventTypes: { outcomes: OTHERS },
  readFlags: { outcomes: OTHERS },
  reportFlagOutcomes: { outcomes: OTHERS },
  readOwnApiKey: { outcomes: OTHERS },
  listPlatformEvents: { outcomes: OTHERS },
  readPlatformEvent: { outcomes: OTHERS },
  putPlatformEvent: { outcomes: OTHERS },
  platformEventReport: { outcomes: OTHERS },
  createPlatformSession: { outcomes: OTHERS },

  me: { outcomes: 'ok' },
  verifyOwnEmail: { outcomes: 'MAILED_LINK_INVALID', body: token },
  resendVerification: { outcomes: 'ok', body: () => ({}) },
  changePassword: { outcomes: 'ok', body: () => ({ ...password(), new_password: 'tandem kiosk violet' }) },
  requestEmailChange: { outcomes: 'ok', body: () => ({ ...password(), email: 'new@example.com' }) },
  confirmEmailChange: { outcomes: 'MAILED_LINK_INVALID', body: token },
  listSignIns: { outcomes: 'ok' },
  endSignIn: { outcomes: 'ok' },
  endSignIns: { outcomes: 'ok' },
  readSignInMethods: { outcomes: 'ok' },
  exportData: { outcomes: 'ok' },
  deleteUser: { outcomes: 'OWNER_NEEDED ok ok ok ok ok', body: password },
  startSecondFactor: { outcomes: 'ok ok ok ok ok EMAIL_NOT_VERIFIED', body: password },
  confirmSecondFactor: {
    outcomes: `${'SECOND_FACTOR_INVALID '.repeat(5)}EMAIL_NOT_VERIFIED`,
    body: () => ({ code: '123456' }),
  },
  removeSecondFactor: { outcomes: 'ok', body: password },
  replaceRecoveryCodes: { outcomes: 'VALIDATION_ERROR', body: password },
  passkeyOptions: { outcomes: 'ok ok ok ok ok EMAIL_NOT_VERIFIED', body: password },
  addPasskey: {
    outcomes: `${'PASSKEY_INVALID '.repeat(5)}EMAIL_NOT_VERIFIED`,
    body: () => ({ name: 'Phone', passkey: { id: 'x', clientDataJSON: 'x', attestationObject: 'x' } }),
  },
  deletePasskey: { outcomes: 'ok', body: password },
  acceptInvitation: { outcomes: 'MAILED_LINK_INVALID', body: token },
  revokeSession: { outcomes: 'ok', body: () => ({ session_token: TOKEN }) },

  readTeam: { outcomes: 'ok ok ok ok NOT_A_MEMBER EMAIL_NOT_VERIFIED' },
  readAuditLog: { outcomes: managed },
  inviteMember: { outcomes: managed, body: () => ({ email: 'guest@example.com', role: 'editor' }) },
  revokeInvitation: { outcomes: managed },
  listApiKeys: { outcomes: managed },
  createApiKey: { outcomes: managed, body: () => ({ name: 'Shop', scopes: ['events:read'] }) },
  rotateApiKey: { outcomes: managed.replaceAll('ok', 'API_KEY_NOT_FOUND'), body: () => ({}) },
  revokeApiKey: { outcomes: managed.replaceAll('ok', 'API_KEY_NOT_FOUND') },
  changeRole: { outcomes: managed, body: () => ({ role: 'viewer' }) },
  removeMember: { outcomes: managed },
  handOver: {
    outcomes: 'ok PERMISSION_DENIED PERMISSION_DENIED PERMISSION_DENIED NOT_A_MEMBER EMAIL_NOT_VERIFIED',
    body: ({ memberId }) => ({ ...password(), user_id: memberId }),
  },

  listWebhookEndpoints: { outcomes: managed },
  createWebhookEndpoint: { outcomes: managed, body: () => ({ url: 'https://hooks.example.com/' }) },
  readWebhookEndpoint: { outcomes: managed },
  updateWebhookEndpoint: { outcomes: managed, body: () => ({ description: 'Changed' }) },
  deleteWebhookEndpoint: { outcomes: managed },
  rotateSigningSecret: { outcomes: managed },
  testWebhookEndpoint: { outcomes: managed },
  listWebhookMessages: { outcomes: managed },
  readWebhookMessage: { outcomes: managed.replaceAll('ok', 'ENDPOINT_NOT_FOUND') },
  replayWebhookMessage: { outcomes: managed.replaceAll('ok', 'ENDPOINT_NOT_FOUND') },
  replayWebhookMessages: {
    outcomes: managed,
    body: () => ({ from: '2030-01-01T00:00:00.000Z', to: '2030-01-02T00:00:00.000Z', only: 'all' }),
  },

  uploadPicture: {
    outcomes: edited.replaceAll('ok', 'PICTURE_UNREADABLE'),
    body: () => Buffer.from('no picture'),
    query: ({ id }) => `?account_id=${id}`,
  },
  createEvent: { outcomes: edited, body: ({ id }) => ({ ...EVENT, account_id: id }) },
  updateEvent: { outcomes: edited, body: () => ({ title: 'Changed' }) },
  generateSession: { outcomes: viewed, body: ({ id, eventId }) => ({ account_id: id, event_id: eventId }) },
  deleteLink: { outcomes: edited },
  statusWebhooks: { outcomes: OTHERS },
  ticketingReport: { outcomes: edited },
  eventDifferences: { outcomes: edited.replaceAll('ok', 'NOTHING_LINKED') },
  eventSales: { outcomes: viewed.replaceAll('ok', 'NOTHING_LINKED') },
  eventFraming: { outcomes: edited.replaceAll('ok', 'NOTHING_LINKED') },
  putFraming: {
    outcomes: edited.replaceAll('ok', 'NOTHING_LINKED'),
    body: () => ({ origins: ['https://venue.example'] }),
  },
  accountDifferences: { outcomes: edited.replaceAll('ok', 'UPSTREAM_UNAVAILABLE') },
  eventCover: { outcomes: edited.replaceAll('ok', 'NOTHING_LINKED'), query: () => '?seen=x' },
  settleDifference: {
    outcomes: edited.replaceAll('ok', 'NOTHING_LINKED'),
    body: () => ({ field: 'title', use: 'tuvens', seen: 'x' }),
  },
}

describe('what each role may do', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ TICKET_SERVICE_URL: 'http://127.0.0.1:9' })
  })
  afterAll(() => world.end())

  const newAccount = async (): Promise<Account> => {
    const { api } = world
    const owner = await api.person()
    const [admin, editor, viewer, stranger, unverified, member] = [
      await api.person(),
      await api.person(),
      await api.person(),
      await api.person(),
      await api.person(),
      await api.person(),
    ]
    const { accountId: id } = owner
    await api.join(admin, id, 'admin')
    await api.join(editor, id, 'editor')
    await api.join(viewer, id, 'viewer')
    await api.join(unverified, id, 'admin')
    await api.join(member, id, 'editor')
    await world.database.db`update users set email_verified_at = null where id = ${unverified.id}`
    const { id: eventId } = await api.event(owner)
    const [endpoint] = await world.database.db<{ id: string }[]>`
      insert into webhook_endpoints (account_id, url, secret) values (${id}, 'https://hooks.example.com/', '') returning id`
    const people = { owner, admin, editor, viewer, stranger, unverified }
    return { ...people, id, eventId, memberId: member.id, endpointId: endpoint?.id ?? '' }
  }

  const outcomeOf = async (name: Name, account: Account, caller: TestUser): Promise<string> => {
    const { method, path }: Route = API_ROUTES[name]
    const url = path
      .replace(/:(id|event_id)\b/, account.eventId)
      .replace(':account_id', String(account.id))
      .replace(':user_id', account.memberId)
      .replace(':endpoint_id', account.endpointId)
      .replace(':message_id', `msg_${'0'.repeat(32)}`)
      .replace(/:\w+_id/, NOBODY)
    const { body, query } = ROWS[name]
    const payload = body?.(account, caller)
    const answer = await world.api.as(caller, {
      method,
      url: url + (query?.(account) ?? ''),
      ...(payload !== undefined && { payload }),
      ...(Buffer.isBuffer(payload) && { headers: { 'content-type': 'application/octet-stream' } }),
    })
    return answer.statusCode < 400 ? 'ok' : answer.json<{ code: string }>().code
  }

  const users = (Object.keys(ROWS) as Name[]).filter((name) => ROWS[name].outcomes !== OTHERS)

  it('has a row for each route of the contract, and only routes that take no user are left out', () => {
    expect(Object.keys(ROWS).sort()).toEqual(Object.keys(API_ROUTES).sort())
    const byUsers = Object.entries<Route>(API_ROUTES).filter(([, route]) => route.auth.startsWith('user'))
    expect(byUsers.map(([name]) => name).sort()).toEqual([...users].sort())
  })

  it.each(users)('%s', async (name) => {
    const expected = ROWS[name].outcomes.split(' ')
    const outcomes: string[] = []
    for (const caller of CALLERS) {
      const account = await newAccount()
      outcomes.push(`${caller}: ${await outcomeOf(name, account, account[caller])}`)
    }
    expect(outcomes).toEqual(CALLERS.map((caller, index) => `${caller}: ${expected[index] ?? expected[0]}`))
  })
})
