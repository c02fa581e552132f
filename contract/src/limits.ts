/**
 * Limits of spec 2.3: `points` calls per `seconds`, each settable by its environment variable (points only). A client is
 * an IPv4 address or an IPv6 network of 64 bits. `all` is for all clients together, where strangers come in.
 */
export const LIMITS = {
  generate: { points: 10, seconds: 60, per: 'user', env: 'LIMIT_GENERATE' },
  validate: { points: 100, seconds: 60, per: 'secret and client', env: 'LIMIT_VALIDATE' },
  userAccounts: { points: 50, seconds: 60, per: 'token', env: 'LIMIT_USER_ACCOUNTS' },
  validatePermission: { points: 100, seconds: 60, per: 'token', env: 'LIMIT_VALIDATE_PERMISSION' },
  statusWebhook: { points: 1000, seconds: 60, per: 'sender', env: 'LIMIT_STATUS_WEBHOOK' },
  report: { points: 30, seconds: 60, per: 'user', env: 'LIMIT_REPORT' },
  login: { points: 30, seconds: 60, per: 'client', all: 3000, env: 'LIMIT_LOGIN' },
  register: { points: 10, seconds: 60, per: 'client', all: 600, env: 'LIMIT_REGISTER' },
} as const

/** A limit of {@link LIMITS}, as routes name it. */
export type LimitName = keyof typeof LIMITS
