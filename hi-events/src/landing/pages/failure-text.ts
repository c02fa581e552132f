import type { ErrorCode } from '@tuvens/contract'
import type { Text } from '@tuvens/messages'

/** What a page says about a failure. */
export type LandingFailureText = {
  tone: 'info' | 'warn' | 'bad'
  title: string
  sentence: string
  /** The fix is on the event's page: another try before it would fail again. */
  isFixedOnEventPage?: boolean
  /** The people who can help are members of the account. */
  hasTeam?: boolean
}

/** Most failures are shown as a warning. */
type Kind = Partial<Omit<LandingFailureText, 'title' | 'sentence'>>

/** Each failure that an organiser can meet on the landing. Its messages say what happened and what to do next. */
const KINDS = {
  SESSION_NOT_FOUND: {},
  SESSION_EXPIRED: {},
  SESSION_ALREADY_USED: { tone: 'info' },
  SESSION_BROWSER_MISMATCH: {},
  SESSION_REVOKED: {},
  PERMISSION_DENIED: { isFixedOnEventPage: true, hasTeam: true },
  NOT_A_MEMBER: { isFixedOnEventPage: true },
  EVENT_NOT_FOUND: { isFixedOnEventPage: true },
  NOTHING_LINKED: { tone: 'info' },
  LINK_CONFLICT: { isFixedOnEventPage: true },
  ACCOUNT_CONFLICT: {},
  EMAIL_NOT_VERIFIED: { isFixedOnEventPage: true },
  LOGIN_EXISTS: { tone: 'info' },
  ORIGIN_NOT_ALLOWED: { tone: 'bad' },
  RATE_LIMITED: {},
  VALIDATION_ERROR: {},
  REGISTRATION_CLOSED: { isFixedOnEventPage: true },
  UPSTREAM_REFUSED: { isFixedOnEventPage: true },
  UPSTREAM_INVALID: { tone: 'bad' },
  UPSTREAM_BUSY: {},
  UPSTREAM_UNAVAILABLE: {},
  API_UNAVAILABLE: {},
  SERVICE_UNAVAILABLE: {},
} satisfies Partial<Record<ErrorCode, Kind>>

/** Reasons that are more specific than their code. A reason comes in the address, so only exactly these are recognised. */
const REASONS: [reason: RegExp, title: (t: Text, value: string) => string, sentence: SentenceKey][] = [
  [
    /^The ticket system does not sell in ([A-Z]{3})$/,
    (t, currency) => t('landing.failure.currency.title', { currency }),
    'landing.failure.currency.text',
  ],
  [
    /^The ticket system does not know the time zone ([\w+/-]{1,64})$/,
    (t, zone) => t('landing.failure.zone.title', { zone }),
    'landing.failure.zone.text',
  ],
  [
    /^The ticket system takes e-mail addresses of up to (\d{1,6}) characters$/,
    (t, limit) => t('landing.failure.email.title', { limit: Number(limit) }),
    'landing.failure.email.text',
  ],
]
type SentenceKey = `landing.failure.${'currency' | 'zone' | 'email'}.text`

/** The text for a known reason, else for the code, else a general one. */
export function failureTextFor(t: Text, code: ErrorCode, reason = ''): LandingFailureText {
  for (const [pattern, title, sentence] of REASONS) {
    const value = pattern.exec(reason)?.[1]
    if (value !== undefined)
      return { tone: 'warn', title: title(t, value), sentence: t(sentence), isFixedOnEventPage: true }
  }
  const known = isKnown(code) ? code : 'OTHER'
  const kind: Kind = known === 'OTHER' ? { tone: 'bad' } : KINDS[known]
  return {
    tone: 'warn',
    ...kind,
    title: t(`landing.failure.${known}.title`),
    sentence: t(`landing.failure.${known}.text`),
  }
}

function isKnown(code: ErrorCode): code is keyof typeof KINDS {
  return code in KINDS
}
