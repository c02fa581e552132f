import { Traceparent } from '@tuvens/contract'
import { cookieOf } from '@tuvens/platform/http/cookie'
import type { ClickAction } from '$lib/services/crossAppAuth.ts'
import type { Cookies } from '@sveltejs/kit'
import type { IncomingMessage } from 'node:http'
import { Check } from 'typebox/schema'

/** A click on *Enable ticketing*: who made it for which event, and whether scripts run in that browser. */
export type Click = {
  eventId: string
  userId: string
  hasScripts: boolean
  /** The trace that the click began. */
  traceparent: string | undefined
  /** Where in the ticket system it leads, other than to the event. */
  action?: ClickAction | undefined
}

/** The way over the ticket origin takes milliseconds; a person who interrupts it clicks again. */
const SECONDS = 600

/**
 * Remembers clicks in cookies that no script can read, one per event, so that two tabs do not disturb each other. Only a
 * form of this site sets one, so an address that somebody sends starts nothing.
 *
 * @param secure whether people reach this site by https; then `__Host-` binds the cookies to this host
 */
export function clicks(cookies: Cookies, secure: boolean) {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    remember: ({ eventId, ...click }: Click) =>
      cookies.set(nameOf(eventId, secure), valueOf(click), { ...options, maxAge: SECONDS }),
    /** The click of this user for this event, once. */
    take: (eventId: string, userId: string): Click | null => {
      const value = cookies.get(nameOf(eventId, secure))
      if (value === undefined) return null
      cookies.delete(nameOf(eventId, secure), options)
      const click = clickOf(value)
      return click.userId === userId ? { eventId, ...click } : null
    },
  }
}

/** The trace of the click that led back here over the ticket origin: browsers add no header to a redirect. */
export function clickTraceOf({
  url = '',
  headers,
}: Pick<IncomingMessage, 'url' | 'headers'>): string | undefined {
  const [, eventId] = /^\/event\/(\d+)\/enter\?code_challenge=/.exec(url) ?? []
  if (eventId === undefined) return undefined
  const names = [true, false].map((secure) => nameOf(eventId, secure))
  const value = names.map((name) => cookieOf(headers, name)).find((each) => each !== undefined)
  return clickOf(value ?? '').traceparent
}

const nameOf = (eventId: string, secure: boolean) => `${secure ? '__Host-' : ''}tuvens-click-${eventId}`

function valueOf({ userId, hasScripts, traceparent = '', action }: Omit<Click, 'eventId'>): string {
  const parts = [userId, hasScripts ? 'scripts' : 'plain', traceparent]
  return [...parts, ...(action === undefined ? [] : [action])].join('.')
}

function clickOf(value: string): Omit<Click, 'eventId'> {
  const [userId = '', mode, trace = '', action] = value.split('.')
  const traceparent = Check(Traceparent, trace) ? trace : undefined
  const click = { userId, hasScripts: mode === 'scripts', traceparent }
  return action === 'attendees' ? { ...click, action } : click
}
