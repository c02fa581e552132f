import type { EnvFields } from '../config.ts'
import { isLoopbackName } from '../loopback.ts'
import { weaknessOf } from './weak-secret.ts'

/** What must hold of some settings in production. */
export type ProductionRule = {
  settings: readonly string[]
  /** What is wrong with one value and how to fix it, as the end of a sentence that begins with the setting; or null. */
  problemOf: (value: string, fields: EnvFields) => string | null
  /** The setting that allows it all the same, for a laboratory. */
  override: string
}

/**
 * With NODE_ENV=production, adds a problem for each setting that breaks a rule of the service's table, so that the service
 * refuses to start and names all of them at once. A rule is switched off by its own setting.
 */
export function checkProduction(fields: EnvFields, rules: readonly ProductionRule[]): void {
  const isProduction = fields.optional('NODE_ENV') === 'production'
  for (const { settings, problemOf, override } of rules) {
    const isAllowed = fields.boolean(override)
    const problems = settings.flatMap((setting) => problemsOf(fields, setting, problemOf))
    if (!isProduction || isAllowed) continue
    for (const problem of new Set(problems)) fields.problem(`${problem} (for a laboratory: ${override}=true)`)
  }
}

function problemsOf(fields: EnvFields, setting: string, problemOf: ProductionRule['problemOf']): string[] {
  return fields.list(setting).flatMap((value) => {
    const problem = problemOf(value, fields)
    return problem === null ? [] : [`${setting} ${problem}`]
  })
}

/** Secrets that cannot be guessed. `command` prints a good one. */
export function strongSecrets(settings: string[], command = 'openssl rand -hex 32'): ProductionRule {
  const problemOf = (value: string) => {
    const weakness = weaknessOf(value)
    return weakness && `holds a secret that ${weakness}; set it to the output of: ${command}`
  }
  return { settings, problemOf, override: 'ALLOW_WEAK_SECRETS' }
}

/**
 * Secrets of which none is used for something else: who finds out one has not found out the others. Each list is one
 * secret, with all settings that can hold it.
 */
export function distinctSecrets(...secrets: string[][]): ProductionRule {
  const problemOf = (value: string, fields: EnvFields) => {
    const users = secrets.flatMap((names) => names.find((name) => fields.list(name).includes(value)) ?? [])
    return users.length > 1 ? `is used as ${users.join(' and ')}, too; give each a secret of its own` : null
  }
  return { settings: secrets.flat(), problemOf, override: 'ALLOW_WEAK_SECRETS' }
}

/** Addresses that browsers or other companies use: https, unless they are on this machine. */
export function publicAddresses(...settings: string[]): ProductionRule {
  const problemOf = (value: string) =>
    /^http:/i.test(value) && !isLoopback(value)
      ? 'is a public address without encryption; serve it by https and set it to the https address'
      : null
  return { settings, problemOf, override: 'ALLOW_PUBLIC_HTTP' }
}

/** A database whose password is a published default. */
export function databasePassword(setting: string): ProductionRule {
  const problemOf = (value: string) => {
    if (!URL.canParse(value) || isLoopback(value)) return null
    const { username, password } = new URL(value)
    const isGuessable =
      [username, 'postgres', 'root', 'admin', 'test'].includes(password) || PASSWORDS.test(password)
    return password !== '' && isGuessable
      ? 'has a password that is a published default; change it in PostgreSQL'
      : null
  }
  return { settings: [setting], problemOf, override: 'ALLOW_WEAK_SECRETS' }
}
const PASSWORDS = /^(?:password|secret|changeme|change-me|example|tuvens|pass|1234|12345678?)$/i

/** A setting that must not be switched on: what is wrong with it, as the end of a sentence. */
export function switchedOff(setting: string, problem: string, override: string): ProductionRule {
  return {
    settings: [setting],
    problemOf: (_value, fields) => (fields.boolean(setting) ? problem : null),
    override,
  }
}

/** What is for tests and demonstrations: only where the public addresses, which the other settings hold, are on this machine. */
export function demoOnly(setting: string, ...addresses: string[]): ProductionRule {
  const problemOf = (value: string, fields: EnvFields) => {
    const isOff = /^(?:false|0|no|off)$/i.test(value)
    const open = addresses.find((address) => !isLoopback(fields.optional(address) ?? 'http://localhost'))
    return isOff || open === undefined ? null : `is for demonstrations, and ${open} is public; remove it`
  }
  return { settings: [setting], problemOf, override: 'ALLOW_DEMO' }
}

/** Whether an address is one of this machine. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && isLoopbackName(new URL(address).hostname)
}
