/**
 * Runs two steps at the same time that do not need each other. A failure is thrown when both have ended, so that nothing
 * goes on after the caller has released its lock.
 */
export async function sideBySide<A, B>(
  one: () => Promise<A>,
  other: () => Promise<B>,
): Promise<readonly [A, B]> {
  const running = [one(), other()] as const
  await Promise.allSettled(running)
  return Promise.all(running)
}
