import { startConsole } from '../src/operator/start.ts'
import { type ApiSettings, startWorld } from './api.ts'

export const OPERATOR_TOKEN = 'Jw7pXv2nQe9RkT4mZc6bLs8dYf3h'
export type ConsoleStand = Awaited<ReturnType<typeof startConsoleStand>>

/** An API with the operator's console. Its ticket origin cannot be reached. */
export async function startConsoleStand(settings: ApiSettings = {}) {
  const world = await startWorld({
    OPERATOR_PORT: '0',
    OPERATOR_TOKENS: `ada:${OPERATOR_TOKEN}`,
    TICKET_SERVICE_URL: 'http://127.0.0.1:9',
    ...settings,
  })
  const started = await startConsole(world.api.context)
  const url = started.url ?? ''
  const bearer = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  const get = (path: string, headers: Record<string, string> = bearer) =>
    fetch(url + path, { headers, redirect: 'manual' })
  /** A form as a page of the console sends it. */
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams({ ...body }),
      redirect: 'manual',
    })
  const signIn = async () => {
    const answer = await post('/sign-in', { token: OPERATOR_TOKEN })
    return { cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' }
  }
  return {
    api: world.api,
    db: world.database.db,
    databaseUrl: world.database.url,
    url,
    get,
    post,
    signIn,
    json: async (path: string) => (await get(path)).json(),
    html: async (path: string) => (await get(path, { accept: 'text/html', ...(await signIn()) })).text(),
    /** Does what a command does. @returns status and body */
    act: async (path: string, body: object) => {
      const headers = { ...bearer, 'content-type': 'application/json' }
      const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: await answer.json() }
    },
    stop: async () => {
      await started.stop()
      await world.end()
    },
  }
}
