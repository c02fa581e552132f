import type {
  CreateEventRequest,
  EventList,
  GenerateSessionResponse,
  TokenPair,
  TuvensEvent,
} from '@tuvens/contract'
import { confirmEmail } from './confirm-email.ts'
import { callJson, RefusedError } from './json.ts'

export type OrganiserProfile = { name: string; email: string; password: string; account: string }

/** The actions of an organiser on Tuvens: calls of its API. */
export type TuvensDesk = {
  accountId: () => Promise<number>
  listEvents: () => Promise<TuvensEvent[]>
  readEvent: (id: string) => Promise<TuvensEvent>
  createEvent: (event: CreateEventRequest) => Promise<TuvensEvent>
  /** Lets these sites, beside the event site, frame the tickets of an event. */
  setFraming: (id: string, origins: string[]) => Promise<void>
  unlink: (id: string) => Promise<void>
  /** Issues the one-time token for the ticket system, for the browser with this code challenge or for none. */
  sessionToken: (eventId: string, codeChallenge?: string) => Promise<string>
}

const CONFLICT = 409

/** Registers an organiser, or signs in when the e-mail is registered already. */
export async function signIn(api: string, person: OrganiserProfile): Promise<TuvensDesk> {
  const { access_token: token } = await tokensOf(api, person)
  const headers = { authorization: `Bearer ${token}` }
  const get = async <T>(path: string) => (await callJson<T>(`${api}${path}`, { headers })).body
  const post = async <T>(path: string, body: unknown) =>
    (await callJson<T>(`${api}${path}`, { method: 'POST', headers, body })).body
  const accountId = async () => {
    const { accounts } = await get<{ accounts: { account_id: number; is_default: boolean }[] }>(
      '/api/auth/me',
    )
    return (accounts.find((each) => each.is_default) ?? accounts[0])?.account_id ?? 0
  }
  return {
    accountId,
    listEvents: async () =>
      (await get<EventList>(`/api/events?when=all&limit=100&account_id=${await accountId()}`)).events,
    readEvent: (id) => get<TuvensEvent>(`/api/events/${id}`),
    createEvent: (event) => post<TuvensEvent>('/api/events', event),
    setFraming: async (id, origins) => {
      await callJson(`${api}/api/events/${id}/framing`, { method: 'PUT', headers, body: { origins } })
    },
    unlink: async (id) => {
      await callJson(`${api}/api/cross-app/links/${id}`, { method: 'DELETE', headers })
    },
    sessionToken: async (event_id, code_challenge) => {
      const path = '/api/cross-app/generate-session'
      return (await post<GenerateSessionResponse>(path, { event_id, code_challenge })).session_token
    },
  }
}

async function tokensOf(
  api: string,
  { name, email, password, account }: OrganiserProfile,
): Promise<TokenPair> {
  const post = async (path: string, body: unknown) =>
    (await callJson<TokenPair>(`${api}${path}`, { method: 'POST', body })).body
  try {
    const pair = await post('/api/auth/register', { name, email, password, account_name: account })
    await confirmEmail(api, email, pair.access_token)
    return pair
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== CONFLICT) throw error
    return post('/api/auth/login', { email, password })
  }
}
