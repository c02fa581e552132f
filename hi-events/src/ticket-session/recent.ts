/** The values that were added last. */
export type Recent = { has: (value: string) => boolean; add: (value: string) => void }

export function createRecent(max: number): Recent {
  const all = new Set<string>()
  return {
    has: (value) => all.has(value),
    add: (value) => {
      const [oldest] = all
      if (all.size >= max && oldest !== undefined) all.delete(oldest)
      all.add(value)
    },
  }
}
