/** Every call on every wire: the API's table and the ticket origin's, in one shape. */
export { API_ROUTES } from './routes/api.ts'
export type { Route, RouteAuth } from './routes/route.ts'
export { TICKET_ORIGIN_ROUTES } from './routes/ticket-origin.ts'
