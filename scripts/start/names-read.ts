import { ConfigError, type Env } from '@tuvens/platform/config'

/** Returns the names that `read` looks up in its environment when it is given these settings. Ignores invalid values. */
export function namesRead(read: (env: Env) => unknown, given: Env): string[] {
  const names = new Set<string>()
  const watched = new Proxy(given, {
    get: (env, name) => {
      if (typeof name === 'string') names.add(name)
      return Reflect.get(env, name) as unknown
    },
  })
  try {
    read(watched)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
  }
  return [...names].sort()
}
