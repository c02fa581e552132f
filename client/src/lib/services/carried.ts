/** A code, an affiliate and a campaign that the address of an event's page names. */
const NAMES = ['promo_code', 'aff', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']

/** What goes on with a reader from the event's page to its tickets. */
export function carriedOf(address: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = address.get(name)
      return value ? [[name, value]] : []
    }),
  )
}
