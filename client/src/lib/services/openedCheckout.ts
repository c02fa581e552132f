/**
 * The checkout that was last opened from a picker, kept for this tab, so that a visitor who comes back is led to the order
 * they hold. Browsers without storage keep nothing.
 */
const keyOf = (widgetUrl: string) => `checkout ${widgetUrl}`

export function keep(widgetUrl: string, url: string): void {
  quietly(() => sessionStorage.setItem(keyOf(widgetUrl), url))
}

export function read(widgetUrl: string): string | null {
  return quietly(() => sessionStorage.getItem(keyOf(widgetUrl))) ?? null
}

export function forget(widgetUrl: string): void {
  quietly(() => sessionStorage.removeItem(keyOf(widgetUrl)))
}

function quietly<T>(access: () => T): T | undefined {
  try {
    return access()
  } catch {
    return undefined
  }
}
