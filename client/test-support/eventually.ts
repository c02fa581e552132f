import { vi } from 'vitest'

/** Waits until `check` no longer throws. The limit only guards against hanging: a slow machine must pass, too. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 120_000 })
}
