import {
  databasePassword,
  demoOnly,
  type ProductionRule,
  publicAddresses,
  strongSecrets,
} from '@tuvens/platform/production/check'

/** What must hold of the settings of a box office in production. */
export const PRODUCTION_RULES: readonly ProductionRule[] = [
  strongSecrets(['JWT_SECRET']),
  databasePassword('DATABASE_URL'),
  databasePassword('DATABASE_DIRECT_URL'),
  publicAddresses('PUBLIC_URL', 'CORS_ALLOWED_ORIGINS', 'ORGANISERS_URL'),
  demoOnly('MAILBOX', 'PUBLIC_URL'),
  demoOnly('FAULT_INJECTION_KEY', 'PUBLIC_URL'),
]
