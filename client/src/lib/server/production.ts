import { type ProductionRule, publicAddresses } from '@tuvens/platform/production/check'

/** What must hold of the settings of an event site in production. */
export const PRODUCTION_RULES: readonly ProductionRule[] = [
  publicAddresses('ORIGIN', 'PUBLIC_API_URL', 'PUBLIC_TICKET_ORIGIN', 'AUTH_ISSUER', 'SIGN_IN_URL'),
]
