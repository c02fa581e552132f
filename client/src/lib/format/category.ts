import type { TuvensEvent } from '@tuvens/contract'
import type { PlainKey, Text } from '@tuvens/messages'

/** The name that people read for a category; a newer one is shown as it is. */
export function categoryName(category: TuvensEvent['category'], t: Text): string {
  const key = `events.category.${category}` as PlainKey & `events.category.${string}`
  const name = t(key)
  return name === key ? category : name
}
