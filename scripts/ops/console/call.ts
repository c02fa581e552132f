import { readEnv } from '@tuvens/platform/config'
import { readConsole, readOperators } from '../../../api/src/base/operators.ts'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsIo } from '../command.ts'

/** Where the console is, and who calls it. */
type Target = { url: string; token: string }
type Fields = Readonly<Record<string, string | undefined>>

/**
 * The console of OPERATOR_URL and OPERATOR_TOKEN, else the one that the settings of the API describe.
 *
 * @throws PlainError when there is none
 */
function targetOf(io: OpsIo): Target {
  const settings = io.settings('api')
  const { url, token } = readEnv(settings, (fields) => {
    const operators = readOperators(fields)
    const settings = readConsole(fields, operators)
    const local = settings === null ? undefined : `http://127.0.0.1:${settings.port}`
    return { url: local, token: operators[0]?.secret }
  })
  const given = { url: io.env['OPERATOR_URL'] ?? url, token: io.env['OPERATOR_TOKEN'] ?? token }
  if (given.url === undefined || given.token === undefined)
    throw new PlainError(
      "The operator's console is needed: give OPERATOR_URL and OPERATOR_TOKEN to call one, or the files with OPERATOR_TOKENS and OPERATOR_PORT of the API (--env-file FILE, for each).",
    )
  return { url: given.url.replace(/\/$/, ''), token: given.token }
}

/** Reads a page of the console as data. */
export function readConsolePage<T>(io: OpsIo, path: string, query: Fields = {}): Promise<T> {
  return call<T>(io, `${path}${searchOf(query)}`, { method: 'GET' })
}

/** Does what a button of the console does. */
export function actByConsole<T>(io: OpsIo, path: string, body: Fields): Promise<T> {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  return call<T>(io, path, { method: 'POST', body: JSON.stringify(given) })
}

/** The response to a request that is not JSON, for example a file. @throws PlainError */
export async function request(io: OpsIo, path: string, init: RequestInit): Promise<Response> {
  const { url, token } = targetOf(io)
  const type = init.body === undefined ? {} : { 'content-type': 'application/json' }
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...type }
  const response = await fetch(url + path, { ...init, headers, redirect: 'error' }).catch(
    (cause: unknown) => {
      throw new PlainError(
        `The console at ${url} cannot be reached: start the API with OPERATOR_PORT, or give OPERATOR_URL.`,
        {
          cause,
        },
      )
    },
  )
  if (!response.ok) throw new PlainError(await refusalOf(response, url))
  return response
}

async function call<T>(io: OpsIo, path: string, init: RequestInit): Promise<T> {
  const response = await request(io, path, init)
  // The console is of the same release as this command.
  return (await response.json()) as T
}

async function refusalOf(response: Response, url: string): Promise<string> {
  const text = await response.text()
  try {
    const { code, message, origin } = JSON.parse(text) as Refusal
    const fields = (origin?.details ?? []).map((each) => each.message).join(', ')
    return `The console at ${url} refuses this: ${message} (${code})${fields === '' ? '' : `: ${fields}`}.`
  } catch {
    return `The console at ${url} answered ${response.status}.`
  }
}
type Refusal = { code: string; message: string; origin?: { details?: { message: string }[] } }

export function searchOf(query: Fields): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
