import {
  API_ROUTES,
  type CreateEventRequest,
  type GenerateSessionRequest,
  type ListEventsQuery,
  type LoginRequest,
  type RegisterRequest,
  type UpdateEventRequest,
} from '@tuvens/contract'
import { call, type Caller } from './call.ts'

export type Api = ReturnType<typeof createApi>

/** The calls this site makes, by name. */
export function createApi(caller: Caller) {
  return {
    as: (accessToken: string) => createApi({ ...caller, accessToken }),
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
