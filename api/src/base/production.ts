import {
  databasePassword,
  demoOnly,
  distinctSecrets,
  type ProductionRule,
  publicAddresses,
  strongSecrets,
  switchedOff,
} from '@tuvens/platform/production/check'

/** Prints 32 random bytes in base64url. */
export const SEED_COMMAND = "openssl rand -base64 32 | tr '+/' '-_' | tr -d '='"

/** The part of each entry after the name. */
function operatorSecrets(): ProductionRule {
  const rule = strongSecrets(['OPERATOR_TOKENS'])
  const problemOf: ProductionRule['problemOf'] = (entry, fields) =>
    rule.problemOf(entry.slice(entry.indexOf(':') + 1), fields)
  return { ...rule, problemOf }
}

/** What must hold of the settings of an API in production. */
export const PRODUCTION_RULES: readonly ProductionRule[] = [
  strongSecrets(['HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET']),
  strongSecrets(['AUTH_SIGNING_KEYS'], SEED_COMMAND),
  distinctSecrets(['HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET'], ['AUTH_SIGNING_KEYS']),
  operatorSecrets(),
  databasePassword('DATABASE_URL'),
  databasePassword('DATABASE_DIRECT_URL'),
  publicAddresses(
    'API_URL',
    'SITE_URL',
    'HI_EVENTS_DOMAIN',
    'CORS_ORIGINS',
    'AUTH_ISSUER',
    'AUTH_JWKS_URL',
    'OPERATOR_URL',
  ),
  demoOnly('MAILBOX', 'SITE_URL', 'API_URL'),
  // It would send webhooks of organisers to addresses of the operator's own network.
  demoOnly('WEBHOOKS_ALLOW_PRIVATE', 'SITE_URL', 'API_URL'),
  switchedOff(
    'ALLOW_LEGACY_S2S',
    'accepts the plain secret and signatures that do not cover the path; update the callers (docs/signed-calls.md) and remove it',
    'ALLOW_LEGACY_S2S_IN_PRODUCTION',
  ),
]
