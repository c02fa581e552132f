import type { Cookies } from '@sveltejs/kit'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/schema'

/** Characters of the dates that a plan can hold: a cookie has little room. */
export const MAX_WHEN = 300

/** When and where an event took place before it was edited, in words. */
export type PlanBefore = Static<typeof PlanBefore>
const PlanBefore = Type.Object({
  when: Type.String({ maxLength: MAX_WHEN }),
  where: Type.String({ maxLength: 1_000 }),
})

const SECONDS = 86_400

/**
 * Remembers the plan before an edit, in a cookie that no script can read, for the page on which its organiser tells ticket
 * holders. Not in the address: a link must not put words into a message.
 */
export function plansBefore(cookies: Cookies, secure: boolean) {
  const nameOf = (eventId: string) => `${secure ? '__Host-' : ''}tuvens-before-${eventId}`
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    remember: (eventId: string, plan: PlanBefore) => {
      // The first plan counts: nobody was told of those in between.
      if (cookies.get(nameOf(eventId)) !== undefined) return
      const { when, where } = plan
      const value = JSON.stringify({ when: when.slice(0, MAX_WHEN), where: where.slice(0, 1_000) })
      cookies.set(nameOf(eventId), value, { ...options, maxAge: SECONDS })
    },
    read: (eventId: string): PlanBefore | null => parse(cookies.get(nameOf(eventId))),
    forget: (eventId: string) => cookies.delete(nameOf(eventId), options),
  }
}

function parse(text = ''): PlanBefore | null {
  try {
    const value: unknown = JSON.parse(text)
    return Check(PlanBefore, value) ? value : null
  } catch {
    return null
  }
}
