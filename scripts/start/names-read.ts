import { ConfigError, type Env } from '@tuvens/platform/config'

/** Names a reader of settings asks its environment for, with such settings; problems with their values are not ours. */
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
