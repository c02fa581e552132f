import type { ErrorCode } from '@tuvens/contract'

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
type FailureText = Omit<LandingFailureText, 'tone'> & Partial<Pick<LandingFailureText, 'tone'>>

const NEW_LINK = 'Start again and a new link is made for you.'

/** What happened and what to do next, for each failure that an organiser can meet on the landing. */
const TEXTS: Partial<Record<ErrorCode, FailureText>> = {
  SESSION_NOT_FOUND: {
    title: 'This link does not work',
    sentence: `It may have been cut off on its way here. ${NEW_LINK}`,
  },
  SESSION_EXPIRED: {
    title: 'This link has expired',
    sentence: `A link to your tickets works for a few minutes. ${NEW_LINK}`,
  },
  SESSION_ALREADY_USED: {
    tone: 'info',
    title: 'This link has already been used',
    sentence: `Each link signs you in once. ${NEW_LINK}`,
  },
  SESSION_BROWSER_MISMATCH: {
    title: 'This link belongs to another browser',
    sentence: `A link to your tickets works only in the browser that asked for it. It no longer works in either. ${NEW_LINK}`,
  },
  SESSION_REVOKED: {
    title: 'This link does not work any more',
    sentence: `It was opened in another browser, you signed out, or somebody ended it. ${NEW_LINK}`,
  },
  PERMISSION_DENIED: {
    isFixedOnEventPage: true,
    title: 'You cannot manage tickets for this account',
    sentence:
      'Its owners, admins and editors can. Ask one of them to make you an editor, then try again from the event: the page of your team names them, with their addresses.',
    hasTeam: true,
  },
  NOT_A_MEMBER: {
    isFixedOnEventPage: true,
    title: 'You are no longer a member of this account',
    sentence:
      'Ask an owner or admin of the account to add you, then try again from the event. Its page names the organiser.',
  },
  EVENT_NOT_FOUND: {
    isFixedOnEventPage: true,
    title: 'This event is not there any more',
    sentence: 'It may have been deleted. Go back and choose another one.',
  },
  NOTHING_LINKED: {
    tone: 'info',
    title: 'There are no tickets to look at yet',
    sentence:
      'You may look at the tickets of this account, not set them up. Ask an owner, admin or editor to enable ticketing.',
  },
  LINK_CONFLICT: {
    isFixedOnEventPage: true,
    title: 'This event already has other ticketing',
    sentence: 'Unlink its tickets on the event page first, then enable ticketing again.',
  },
  ACCOUNT_CONFLICT: {
    title: 'That ticket account belongs to another account',
    sentence: 'Each account has a ticket account of its own. Start again and sign in with a different one.',
  },
  EMAIL_NOT_VERIFIED: {
    isFixedOnEventPage: true,
    title: 'Confirm your e-mail address first',
    sentence:
      'Your address already has a ticket account. It can be linked once the event site knows that the address is yours: confirm it there, or ask the people who run the site.',
  },
  LOGIN_EXISTS: {
    tone: 'info',
    title: 'You already have a ticket account',
    sentence:
      'It can be linked only from the event’s page, in this browser. Start again there, and sign in to it once.',
  },
  ORIGIN_NOT_ALLOWED: {
    tone: 'bad',
    title: 'This request came from another site',
    sentence: `Nobody was signed in. ${NEW_LINK}`,
  },
  RATE_LIMITED: {
    title: 'Too many tries',
    sentence: 'Wait a minute, then start again.',
  },
  VALIDATION_ERROR: {
    title: 'This link is not complete',
    sentence: `Something in it is missing or was changed. ${NEW_LINK}`,
  },
  REGISTRATION_CLOSED: {
    isFixedOnEventPage: true,
    title: 'The ticket system takes no new accounts',
    sentence:
      'Nothing was created, and your event is as it was. Tell the people who run this site that registration is switched off at the ticket system; once it is on, enable ticketing again.',
  },
  UPSTREAM_REFUSED: {
    isFixedOnEventPage: true,
    title: 'The ticket system did not take this event',
    sentence: 'Check its title, dates, time zone and currency on the event page, then try again from there.',
  },
  UPSTREAM_INVALID: {
    tone: 'bad',
    title: 'The ticket system gave an answer we do not understand',
    sentence: 'Nothing is lost. Try again in a moment; if it stays so, tell the people who run this site.',
  },
  UPSTREAM_BUSY: {
    title: 'The ticket system is busy',
    sentence:
      'Much was asked of it in a short time. Nothing is lost: try again in a minute, and it goes on from there.',
  },
  UPSTREAM_UNAVAILABLE: {
    title: 'The ticket system is not answering',
    sentence: 'Nothing is lost. Try again in a moment: it goes on from where it stopped.',
  },
  API_UNAVAILABLE: {
    title: 'The event site is not answering',
    sentence: 'Nothing is lost. Try again in a moment.',
  },
  SERVICE_UNAVAILABLE: {
    title: 'Tickets are not available for a moment',
    sentence: 'Nothing is lost. Try again shortly.',
  },
}

const FALLBACK: FailureText = {
  tone: 'bad',
  title: 'Something failed on our side',
  sentence: 'Nothing is lost. Try again in a moment, or start again.',
}

/** Reasons that are more specific than their code. A reason comes in the address, so only exactly these texts are shown. */
const REASONS: [reason: RegExp, sentence: string][] = [
  [
    /^The ticket system does not sell in [A-Z]{3}$/,
    'Choose another currency for the event on its page, then try again from there.',
  ],
  [
    /^The ticket system does not know the time zone [\w+/-]{1,64}$/,
    'Choose a city with the same time as the event’s zone on its page, then try again from there.',
  ],
  [
    /^The ticket system takes e-mail addresses of up to \d+ characters$/,
    'Yours is too long. Use a shorter one, or let a colleague of your account enable ticketing first.',
  ],
]

/** The text for a known reason, else for the code, else a general one. */
export function failureTextFor(code: ErrorCode, reason = ''): LandingFailureText {
  const known = REASONS.find(([each]) => each.test(reason))
  return {
    tone: 'warn',
    ...(known ? { title: reason, sentence: known[1], isFixedOnEventPage: true } : (TEXTS[code] ?? FALLBACK)),
  }
}
