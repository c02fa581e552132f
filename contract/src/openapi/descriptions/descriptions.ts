import type { API_ROUTES } from '../../routes/api-routes.ts'
import type { TICKET_ORIGIN_ROUTES } from '../../routes/ticket-origin-routes.ts'
import { ORGANISER_DESCRIPTIONS } from './organisers.ts'
import { PEOPLE_DESCRIPTIONS } from './people.ts'
import { SERVICE_DESCRIPTIONS } from './services.ts'

/** The name of an operation of either service. */
export type OperationName = keyof typeof API_ROUTES | keyof typeof TICKET_ORIGIN_ROUTES

/** What each operation does, in Markdown. The type makes a new route fail that has none. */
export const DESCRIPTIONS: Record<OperationName, string> = {
  ...PEOPLE_DESCRIPTIONS,
  ...ORGANISER_DESCRIPTIONS,
  ...SERVICE_DESCRIPTIONS,
}
