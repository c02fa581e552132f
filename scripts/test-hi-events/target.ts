/** The Hi.Events the suite is run against; without one it starts the box office. */
export type Target = {
  /** Root of its pages. */
  pages: string
  /** Root of its API. */
  api: string
  /** Its JWT_SECRET; without it, minted tokens are left out. */
  jwtSecret: string | undefined
  /** A name or address by which it reaches this machine. */
  callbackHost: string
}

/** How `run.ts` hands its options over to the suites; the recordings' suite reads the same names. */
export const NAMES = {
  pages: 'HI_EVENTS_PAGES_URL',
  api: 'HI_EVENTS_URL',
  jwtSecret: 'HI_EVENTS_JWT_SECRET',
  callbackHost: 'HI_EVENTS_CALLBACK_HOST',
} as const

/** What was handed over, or undefined when nothing was. */
export function readTarget(env: NodeJS.ProcessEnv): Target | undefined {
  const [pages, api] = [env[NAMES.pages], env[NAMES.api]]
  if (pages === undefined || api === undefined) return undefined
  return {
    pages,
    api,
    jwtSecret: env[NAMES.jwtSecret],
    callbackHost: env[NAMES.callbackHost] ?? '127.0.0.1',
  }
}
