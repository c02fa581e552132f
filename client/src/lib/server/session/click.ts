import type { Cookies } from '@sveltejs/kit'

/** A click on *Enable ticketing*: who made it for which event, and whether scripts run in that browser. */
export type Click = { eventId: string; userId: string; hasScripts: boolean }

/** The way over the ticket origin takes milliseconds; a person who interrupts it clicks again. */
const SECONDS = 600

/**
 * Remembers clicks in cookies that no script can read, one per event, so that two tabs do not disturb each other. Only a
 * form of this site sets one, so an address that somebody sends starts nothing.
 *
 * @param secure whether people reach this site by https; then `__Host-` binds the cookies to this host
 */
export function clicks(cookies: Cookies, secure: boolean) {
  const nameOf = (eventId: string) => `${secure ? '__Host-' : ''}tuvens-click-${eventId}`
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    remember: ({ eventId, userId, hasScripts }: Click) =>
      cookies.set(nameOf(eventId), valueOf({ userId, hasScripts }), { ...options, maxAge: SECONDS }),
    /** The click of this user for this event, once. */
    take: (eventId: string, userId: string): Click | null => {
      const value = cookies.get(nameOf(eventId))
      if (value === undefined) return null
      cookies.delete(nameOf(eventId), options)
      const all = [true, false].map((hasScripts) => ({ eventId, userId, hasScripts }))
      return all.find((each) => valueOf(each) === value) ?? null
    },
  }
}

function valueOf({ userId, hasScripts }: Omit<Click, 'eventId'>): string {
  return `${userId}.${hasScripts ? 'scripts' : 'plain'}`
}
