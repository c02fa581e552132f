import {
  databasePassword,
  distinctSecrets,
  type ProductionRule,
  publicAddresses,
  strongSecrets,
  switchedOff,
} from '@tuvens/platform/production/check'

/** What must hold of the settings of a ticket origin in production. */
export const PRODUCTION_RULES: readonly ProductionRule[] = [
  strongSecrets([
    'HI_EVENTS_SHARED_SECRET',
    'CROSS_APP_SHARED_SECRET',
    'CREDENTIALS_KEY',
    'HI_EVENTS_JWT_SECRET',
  ]),
  distinctSecrets(
    ['HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET'],
    ['CREDENTIALS_KEY'],
    ['HI_EVENTS_JWT_SECRET'],
  ),
  databasePassword('DATABASE_URL'),
  databasePassword('DATABASE_DIRECT_URL'),
  publicAddresses('TICKET_ORIGIN', 'PUBLIC_API_URL', 'SITE_URL', 'RETURN_URL_ALLOWLIST', 'EMBED_ORIGINS'),
  switchedOff(
    'ALLOW_LEGACY_S2S',
    'accepts signatures that do not cover the path; update the API and remove it',
    'ALLOW_LEGACY_S2S_IN_PRODUCTION',
  ),
]
