import {
  API_ROUTES,
  type CreateEventRequest,
  type GenerateSessionRequest,
  type ListEventsQuery,
  type LoginRequest,
  type RegisterRequest,
  type UpdateEventRequest,
} from '@tuvens/contract'
import { call, type ApiCaller } from './call.ts'

/** The API as this site uses it. */
export interface ApiClient extends ReturnType<typeof callsOf> {
  /** The same calls in the name of the member who holds this token. */
  as: (accessToken: string) => ApiClient
}

export function createApiClient(caller: ApiCaller): ApiClient {
  return { ...callsOf(caller), as: (accessToken) => createApiClient({ ...caller, accessToken }) }
}

/** The routes this site calls, by name. */
function callsOf(caller: ApiCaller) {
  return {
    login: (body: LoginRequest) => call(caller, API_ROUTES.login, { body }),
    register: (body: RegisterRequest) => call(caller, API_ROUTES.register, { body }),
    refresh: (refresh_token: string) => call(caller, API_ROUTES.refresh, { body: { refresh_token } }),
    logout: (refresh_token: string) => call(caller, API_ROUTES.logout, { body: { refresh_token } }),
    me: () => call(caller, API_ROUTES.me, {}),
    listEvents: (query: ListEventsQuery) => call(caller, API_ROUTES.listEvents, { query }),
    readEvent: (id: string) => call(caller, API_ROUTES.readEvent, { params: { id } }),
    ticketingReport: (id: string) => call(caller, API_ROUTES.ticketingReport, { params: { id } }),
    createEvent: (body: CreateEventRequest) => call(caller, API_ROUTES.createEvent, { body }),
    updateEvent: (id: string, body: UpdateEventRequest, etag: string | null) =>
      call(caller, API_ROUTES.updateEvent, {
        params: { id },
        body,
        headers: etag === null ? {} : { 'if-match': etag },
      }),
    generateSession: (body: GenerateSessionRequest) => call(caller, API_ROUTES.generateSession, { body }),
    deleteLink: (event_id: string) => call(caller, API_ROUTES.deleteLink, { params: { event_id } }),
  }
}
