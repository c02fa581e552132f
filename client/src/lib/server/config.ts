import { readEnv, type Env } from '@tuvens/platform/config'

export type SiteConfig = {
  /** Where this server reaches the API. */
  apiUrl: string
  /** Where browsers reach the API. */
  publicApiUrl: string
  /** Where tickets are sold: the only other site that this one frames or sends people to. */
  ticketOrigin: string
}

/** @throws ConfigError with every problem and how to fix it */
export function readConfig(env: Env): SiteConfig {
  return readEnv(env, (fields) => {
    const publicApiUrl = fields.url('PUBLIC_API_URL', 'http://localhost:3001')
    return {
      publicApiUrl,
      apiUrl: fields.url('API_URL', publicApiUrl),
      ticketOrigin: fields.origin('PUBLIC_TICKET_ORIGIN', 'http://localhost:3002'),
    }
  })
}
