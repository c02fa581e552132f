import type { SecretList } from '@tuvens/contract/signatures'
import { readFileSync } from 'node:fs'
import { splitHosts } from './db/connect.ts'

/** What `secrets` of {@link EnvFields} returns. */
export type { SecretList }

/** Settings as a process gets them. */
export type Env = Readonly<Record<string, string | undefined>>

/** All that is wrong with the settings, at once, each with what to do about it. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((each) => `  - ${each}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads settings once. Each setting can stand in a file instead of the environment: `NAME_FILE` holds its path, as with
 * the secrets of Docker and Kubernetes, so that it is not shown by tools that list a process with its environment. `read` asks for each field; problems are gathered and thrown together.
 *
 * @throws ConfigError with every problem
 */
export function readEnv<T>(env: Env, read: (fields: EnvFields) => T): T {
  const problems: string[] = []
  const value = read(new EnvFields(env, problems))
  if (problems.length > 0) throw new ConfigError(problems)
  return value
}

const MIN_SECRET_LENGTH = 16

/** Reads one setting after the other; a missing or wrong one adds a problem and gives a placeholder. */
export class EnvFields {
  private readonly env: Env
  private readonly problems: string[]
  private readonly files = new Map<string, string | undefined>()

  constructor(env: Env, problems: string[]) {
    this.env = env
    this.problems = problems
  }

  /** Text that may be absent. An empty value is an absent one. */
  optional(name: string): string | undefined {
    const value = this.env[name]?.trim() || undefined
    const path = this.env[`${name}_FILE`]?.trim() || undefined
    if (path === undefined) return value
    if (!this.files.has(name)) this.files.set(name, this.readFile(name, path, value))
    return this.files.get(name)
  }

  text(name: string, fallback?: string): string {
    return this.optional(name) ?? fallback ?? this.missing(name, 'set it')
  }

  integer(name: string, fallback: number, range: { min?: number; max?: number } = {}): number {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = range
    const value = this.optional(name)
    if (value === undefined) return fallback
    if (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value)
    this.problem(`${name}=${value} is not a whole number from ${min} to ${max}`)
    return fallback
  }

  boolean(name: string, fallback = false): boolean {
    const value = this.optional(name)?.toLowerCase()
    if (value === undefined) return fallback
    if (['true', '1', 'yes', 'on'].includes(value)) return true
    if (['false', '0', 'no', 'off'].includes(value)) return false
    this.problem(`${name}=${value} is neither true nor false`)
    return fallback
  }

  choice<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.optional(name)
    if (value === undefined) return fallback
    const found = choices.find((each) => each === value)
    if (found === undefined) this.problem(`${name}=${value} is none of ${choices.join(', ')}`)
    return found ?? fallback
  }

  /** An http(s) address without a slash at its end. */
  url(name: string, fallback?: string): string {
    const value = this.text(name, fallback)
    const parsed = tryUrl(value)
    if (parsed !== null && /^https?:$/.test(parsed.protocol)) return /^(?:\/*[^/])*/.exec(value)?.[0] ?? ''
    if (value !== '') this.problem(`${name}=${value} is not an http or https address`)
    return ''
  }

  optionalUrl(name: string): string | undefined {
    return this.optional(name) === undefined ? undefined : this.url(name)
  }

  /** An address that may hold a password, so no problem repeats it. Several hosts are one address, as for PostgreSQL. */
  secretUrl(name: string, ...schemes: [string, ...string[]]): string | undefined {
    const value = this.optional(name)
    if (value === undefined || isSecretUrl(value, schemes)) return value
    this.problem(
      `${name} is not an address such as ${schemes[0]}://user:password@host; special characters of the password must be URL-encoded (# as %23, @ as %40)`,
    )
    return undefined
  }

  /** Scheme, host and port of an address, as browsers send it in `Origin`. One with a path is refused. */
  origin(name: string, fallback?: string): string {
    const value = this.url(name, fallback)
    if (value === '') return ''
    const { origin, pathname, search } = new URL(value)
    if (pathname !== '/' || search !== '')
      this.problem(`${name}=${value} has a path, which is not supported; set it to ${origin}`)
    return origin
  }

  /** Comma-separated origins; `*` is refused. */
  origins(name: string): string[] {
    return this.list(name).flatMap((each) => {
      const parsed = tryUrl(each)
      if (parsed !== null && parsed.origin !== 'null') return [parsed.origin]
      this.problem(`${name} holds ${each}, which is not an origin such as https://tuvens.example`)
      return []
    })
  }

  /** Comma-separated hosts, each with or without a port, in lower case. */
  hosts(name: string): string[] {
    return this.list(name).flatMap((each) => {
      const host = each.toLowerCase()
      if (
        URL.canParse(`http://${host}`) &&
        new URL(`http://${host}`).pathname === '/' &&
        !/[@/?#*]/.test(host)
      )
        return [host]
      this.problem(
        `${name} holds ${each}, which is not a host such as tickets.internal or tickets.internal:3002`,
      )
      return []
    })
  }

  /** The beginning of a path, such as `/tuvens`; absent: empty. */
  pathPrefix(name: string): string {
    const value = this.optional(name) ?? ''
    if (value === '' || /^(?:\/[A-Za-z0-9._~-]+)+$/.test(value)) return value
    this.problem(
      `${name}=${value} is not the beginning of a path such as /tuvens, without a slash at its end`,
    )
    return ''
  }

  /** What commas or line ends separate. */
  list(name: string): string[] {
    return (this.optional(name) ?? '')
      .split(/[,\n]/)
      .map((each) => each.trim())
      .filter((each) => each !== '')
  }

  /** Comma-separated secrets. An alias may give the same list; a different one is a problem. */
  secrets(name: string, alias?: string): SecretList {
    const [given, other] = [this.list(name), alias === undefined ? [] : this.list(alias)]
    if (given.length > 0 && other.length > 0 && given.join() !== other.join()) {
      this.problem(`${name} and ${alias} are both set and differ; keep one of them`)
    }
    const [first, ...rest] = given.length > 0 ? given : other
    if (first === undefined)
      return [this.missing(name, 'set it, e.g. to the output of: openssl rand -hex 32')]
    if ([first, ...rest].some((each) => each.length < MIN_SECRET_LENGTH)) {
      this.problem(`${name} holds a secret shorter than ${MIN_SECRET_LENGTH} characters`)
    }
    return [first, ...rest]
  }

  /** A problem found by the caller, e.g. between two fields. */
  problem(sentence: string): void {
    this.problems.push(sentence)
  }

  /** Adds the problem that a setting is absent, unless its file is the problem. */
  missing(name: string, fix: string): string {
    if (!this.files.has(name)) this.problem(`${name} is missing; ${fix}`)
    return ''
  }

  /** The content of a file, without spaces and line ends around it; undefined after a problem. */
  private readFile(name: string, path: string, given: string | undefined): string | undefined {
    if (given !== undefined) {
      this.problem(`${name} and ${name}_FILE are both set; keep one of them`)
      return given
    }
    try {
      const content = readFileSync(path, 'utf8').trim()
      if (content === '') this.problem(`${name}_FILE=${path} is an empty file; write the value into it`)
      return content || undefined
    } catch (error) {
      this.problem(
        `${name}_FILE=${path} cannot be read (${reasonOf(error)}); correct the path or its permissions`,
      )
      return undefined
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

function tryUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

/** A password that is not URL-encoded can cut an address, which then names another server and has an `@` behind it. */
function isSecretUrl(value: string, schemes: readonly string[]): boolean {
  const parsed = tryUrl(splitHosts(value).first)
  if (parsed === null || !schemes.includes(parsed.protocol.slice(0, -1))) return false
  const { username, password, pathname, search, hash } = parsed
  const isCut = hash !== '' || (username + password === '' && (pathname + search).includes('@'))
  return !isCut && [username, password].every(isDecodable)
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
