/**
 * Limits of spec 2.3: `points` calls per `seconds`, each settable by its environment variable (points only). A client is
 * an IPv4 address or an IPv6 network of 64 bits. `all` is for all clients together, where strangers come
 * in; `target` for one e-mail address.
 */
export const LIMITS = {
  generate: { points: 10, seconds: 60, per: 'user', env: 'LIMIT_GENERATE' },
  validate: { points: 100, seconds: 60, per: 'secret and client', env: 'LIMIT_VALIDATE' },
  userAccounts: { points: 50, seconds: 60, per: 'token', env: 'LIMIT_USER_ACCOUNTS' },
  validatePermission: { points: 100, seconds: 60, per: 'token', env: 'LIMIT_VALIDATE_PERMISSION' },
  statusWebhook: { points: 1000, seconds: 60, per: 'sender', env: 'LIMIT_STATUS_WEBHOOK' },
  report: { points: 30, seconds: 60, per: 'user', env: 'LIMIT_REPORT' },
  login: { points: 30, seconds: 60, per: 'client', all: 3000, env: 'LIMIT_LOGIN' },
  refresh: { points: 60, seconds: 60, per: 'client', all: 30000, env: 'LIMIT_REFRESH' },
  passkey: { points: 30, seconds: 600, per: 'client', all: 6000, env: 'LIMIT_PASSKEY' },
  register: { points: 10, seconds: 60, per: 'client', all: 600, env: 'LIMIT_REGISTER' },
  mailedLink: { points: 30, seconds: 600, per: 'client', all: 6000, env: 'LIMIT_MAILED_LINK' },
  mailedAgain: { points: 3, seconds: 900, per: 'user', env: 'LIMIT_MAILED_AGAIN' },
  passwordReset: {
    points: 5,
    seconds: 900,
    per: 'client',
    all: 3000,
    target: 5,
    env: 'LIMIT_PASSWORD_RESET',
  },
  passwordAgain: { points: 10, seconds: 600, per: 'user', env: 'LIMIT_PASSWORD_AGAIN' },
  secondFactor: { points: 10, seconds: 600, per: 'user', env: 'LIMIT_SECOND_FACTOR' },
  complaint: { points: 5, seconds: 3600, per: 'client', all: 300, target: 30, env: 'LIMIT_COMPLAINT' },
  upload: { points: 60, seconds: 3600, per: 'user', env: 'LIMIT_UPLOAD' },
  beacon: { points: 120, seconds: 60, per: 'client', all: 60_000, env: 'LIMIT_BEACONS' },
  apiKeys: { points: 20, seconds: 3600, per: 'user', env: 'LIMIT_API_KEYS' },
  platform: { points: 600, seconds: 60, per: 'API key', env: 'LIMIT_PLATFORM' },
  webhookEndpoints: { points: 60, seconds: 60, per: 'user', env: 'LIMIT_WEBHOOK_ENDPOINTS' },
  invite: { points: 30, seconds: 3600, per: 'user', env: 'LIMIT_INVITE' },
} as const

/** A limit of {@link LIMITS}, as routes name it. */
export type LimitName = keyof typeof LIMITS
