import { PlainError } from '../../system/plain-error.ts'
import { readOptions } from '../read-options.ts'
import { type ServiceFolder, serviceOf, sourcesOf } from '../backup/sources.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { type Finding, judgeSecrets } from './judge-secrets.ts'
import { findNeededKeys } from './needed-keys.ts'
import { type HeldSecret, missingSecrets, readSecrets } from './read-secrets.ts'

const USAGE = `Checks the secrets of each service: whether one is missing, whether they can be guessed, how old they are, whether one has two purposes, whether the
services accept each other's signatures, and which keys stored rows still need. It reads the secrets that the product makes for
itself: not the passwords of databases, Redis, mail servers and buckets.

  npm run ops -- secrets check                                    all services of the npm start that runs in this folder
  npm run ops -- secrets check --env-file api.env --service api   one service (api, hi-events or box-office), with its own settings
  npm run ops -- secrets check --max-age-days 365                 for secrets in files (NAME_FILE), whose age is known

No secret is printed, only a fingerprint of 8 digits. Exits with 0 when all is well, 1 when something has to be done, 2 when it
could not run.`

const ALL_GOOD =
  'All secrets that were read are good. Passwords of databases, Redis, mail servers and buckets were not read.'
const DEFAULT_MAX_AGE_DAYS = 400

export const SECRETS_CHECK: OpsCommand = {
  name: 'secrets check',
  summary: 'Check strength, age and use of the secrets of the services',
  usage: USAGE,
  run: async (args, io) => {
    const findings = await examine(args, io)
    for (const { isFault, service, words } of findings)
      io.print(`${isFault ? '✗' : '✓'} ${service}: ${words}`)
    const isOk = !findings.some(({ isFault }) => isFault)
    io.print(isOk ? ALL_GOOD : 'Something has to be done.')
    io.result({ ok: isOk, findings })
    return isOk ? 0 : 1
  },
}

async function examine(args: string[], io: OpsIo): Promise<Finding[]> {
  const { services, maxAgeDays } = readCheckOptions(args)
  const secrets: HeldSecret[] = []
  const findings: Finding[] = []
  for (const { service, databaseUrl } of sourcesOf(io, services)) {
    const held = readSecrets(io, service)
    secrets.push(...held)
    findings.push(...missingSecrets(service, held).map((setting) => missing(service, setting)))
    findings.push(...(await findNeededKeys(service, { databaseUrl, secrets: held })))
  }
  return [...judgeSecrets(secrets, { maxAgeDays, now: Date.now() }), ...findings]
}

function missing(service: ServiceFolder, setting: string): Finding {
  const words = `${setting} is not in these settings, and ${service} needs it: set it, or name the right settings with --env-file.`
  return { service, setting, isFault: true, words }
}

function readCheckOptions(args: string[]) {
  const { values } = readOptions('secrets check', {
    args,
    options: { service: { type: 'string', multiple: true }, 'max-age-days': { type: 'string' } },
  })
  const days = values['max-age-days'] ?? String(DEFAULT_MAX_AGE_DAYS)
  if (!/^\d{1,5}$/.test(days)) throw new PlainError(`--max-age-days ${days} is not a number of days.`)
  return { services: (values.service ?? []).map(serviceOf), maxAgeDays: Number(days) }
}
