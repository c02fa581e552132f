/** The tested Hi.Events. Without one, the suite starts the box office. */
export type HiEventsTarget = {
  /** Root of its pages. */
  pages: string
  /** Root of its API. */
  api: string
  /** Its JWT_SECRET. Without it, the steps of the login mode jwt are skipped. */
  jwtSecret: string | undefined
  /** Name or address at which it reaches this machine. */
  callbackHost: string
}

/** Environment variables by which `run.ts` passes its options to the suites. The suite of recordings reads them too. */
export const NAMES = {
  pages: 'HI_EVENTS_PAGES_URL',
  api: 'HI_EVENTS_URL',
  jwtSecret: 'HI_EVENTS_JWT_SECRET',
  callbackHost: 'HI_EVENTS_CALLBACK_HOST',
} as const

/** Reads these variables. @returns undefined when they are not set */
export function readTarget(env: NodeJS.ProcessEnv): HiEventsTarget | undefined {
  const [pages, api] = [env[NAMES.pages], env[NAMES.api]]
  if (pages === undefined || api === undefined) return undefined
  return {
    pages,
    api,
    jwtSecret: env[NAMES.jwtSecret],
    callbackHost: env[NAMES.callbackHost] ?? '127.0.0.1',
  }
}
