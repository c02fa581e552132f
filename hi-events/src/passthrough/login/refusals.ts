import type { AccountEvent } from '../../ticket-session/linked-events.ts'
import type { EndReason, Resolution, TicketSession } from '../../ticket-session/ticket-session.ts'
import { durationOf } from '@tuvens/platform/text/duration'
import type { Refusal } from '../policy/refusals.ts'
import type { Decision } from '../rights/decide.ts'
import { noLoginCookie } from './login-cookie.ts'

/** Nobody could say whether the session still gives rights. */
export const NOT_CHECKED: Refusal = {
  code: 'API_UNAVAILABLE',
  title: 'The event site is not answering',
  sentence:
    'It has to say that you may still work here. Nothing is lost. Wait a moment and load this page again.',
  retryAfter: 5,
}

/** A client sends many values that stand for nothing. */
export const manyUnknown = (retryAfter: number): Refusal => ({
  code: 'RATE_LIMITED',
  title: 'Many sign-ins from here are not known',
  sentence: `Wait ${durationOf(retryAfter)}, then load this page again.`,
  retryAfter,
})

/** Somebody signs in with a password to a login that we made. */
export const GENERATED_LOGIN: Refusal = {
  code: 'PERMISSION_DENIED',
  title: 'This login has no password of its own',
  sentence:
    'It was made when ticketing was enabled. Open your event on the event site and choose Manage tickets: that signs you in.',
}

/** The sessions cannot be read. */
export const NO_SESSIONS: Refusal = {
  code: 'SERVICE_UNAVAILABLE',
  title: 'Tickets are not available for a moment',
  sentence: 'Nothing is lost. Wait a moment and load this page again.',
  retryAfter: 5,
}

const ENDED: Record<EndReason, { title: string; sentence: string; again?: string }> = {
  withdrawn: {
    title: 'Your access to these tickets has ended',
    sentence:
      'You signed out, or an owner or admin changed what you may do in this account. Sign in again to go on with what you may do now.',
  },
  'used-again': {
    title: 'You have been signed out, to be safe',
    sentence:
      'The link that brought you here was used a second time. In case somebody else has it, it gives no access any more. Start again to go on.',
    again: 'Start again',
  },
  'login-removed': {
    title: 'You have been signed out',
    sentence:
      'Somebody of your account removed its ticket login here. Sign in again to go on: you are asked for the password of that login.',
  },
  'signed-out': {
    title: 'You have signed out',
    sentence: 'Sign in again on the event site to go on.',
  },
  replaced: {
    title: 'You are no longer signed in in this window',
    sentence: 'You signed in once more in this browser. Sign in again to go on here.',
  },
  'refused-upstream': {
    title: 'The ticket system has signed you out',
    sentence: 'Sign in again on the event site to go on.',
  },
  idle: {
    title: 'You have been signed out',
    sentence: 'Nothing was done here for some time. Sign in again on the event site to go on.',
  },
  expired: {
    title: 'You have been signed out',
    sentence: 'A visit to the ticket pages ends after some hours. Sign in again on the event site to go on.',
  },
}

/** A session has ended; `signInUrl` is where a new one begins. */
export function endedRefusal(
  { reason, person }: Extract<Resolution, { kind: 'ended' }>,
  { signInUrl, ticketOrigin, isEntrance }: { signInUrl: string; ticketOrigin: string; isEntrance: boolean },
): Refusal {
  const { title, sentence, again = 'Sign in again' } = ENDED[reason]
  return {
    code: 'AUTHENTICATION_REQUIRED',
    title,
    sentence,
    links: [{ text: again, href: person === null ? '/auth/login' : signInUrl }],
    // The front end of Hi.Events prefers the value in its storage to the cookie. The cookie stays, so that the page that
    // somebody was on says each time why; the entrance takes it away, so that another login can be used there.
    pageHeaders: {
      ...(isEntrance && { 'set-cookie': noLoginCookie(ticketOrigin) }),
      'clear-site-data': '"storage"',
    },
  }
}

const NOT_ALLOWED = 'Ask an owner or admin of the account to do it, or to give you another role.'
const REFUSED: Record<
  Exclude<Decision, 'with-token' | 'as-stranger'>,
  { title: string; sentence: string }
> = {
  'not-allowed': { title: 'Your role does not include this', sentence: NOT_ALLOWED },
  'other-event': {
    title: 'This event is not one of yours',
    sentence: 'You see the events of your account that are linked to the event site.',
  },
  home: { title: 'Your events', sentence: 'These are the events of your account that have tickets here.' },
}

type Explained = {
  session: TicketSession
  events: readonly AccountEvent[]
  siteUrl: string
}

/** The role of a session does not allow a request: the page leads on to what it does allow. */
export function roleRefusal(
  decision: keyof typeof REFUSED,
  { session, events, siteUrl }: Explained,
): Refusal {
  const { title, sentence } = REFUSED[decision]
  const mayOnlyRead = decision !== 'home' && session.access === 'view'
  const links = events.slice(0, MAX_LINKS).map((event) => ({
    text: event.title,
    href: `/manage/event/${event.hiEventId}`,
  }))
  return {
    code: 'PERMISSION_DENIED',
    title,
    sentence: mayOnlyRead ? `You may look at your events, not change them. ${sentence}` : sentence,
    links: [...links, { text: 'Back to the event site', href: siteUrl }],
  }
}

const MAX_LINKS = 20
