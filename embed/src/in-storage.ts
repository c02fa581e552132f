/**
 * Uses the storage of this page, which remembers the checkout that was opened for a visitor who comes back. Where it is
 * blocked, nobody is recognised, and nothing else fails.
 */
export function inStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage)
  } catch {
    return undefined
  }
}
