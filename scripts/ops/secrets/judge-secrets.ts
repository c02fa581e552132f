import { weaknessOf } from '@tuvens/platform/production/weak-secret'
import type { ServiceFolder } from '../backup/sources.ts'
import type { HeldSecret } from './read-secrets.ts'

export type Finding = {
  service: ServiceFolder
  setting: string
  isFault: boolean
  /** What is so, and what to do. */
  words: string
}

const DAY_MS = 86_400_000

/** Strength, age and sharing of secrets, without a look at a database. */
export function judgeSecrets(
  secrets: readonly HeldSecret[],
  { maxAgeDays, now }: { maxAgeDays: number; now: number },
): Finding[] {
  return [
    ...secrets.flatMap((secret) => [...strengthOf(secret), ...ageOf(secret, { maxAgeDays, now })]),
    ...findShared(secrets),
    ...findDisagreement(secrets),
  ]
}

const nameOf = ({ setting, place, fingerprint }: HeldSecret) =>
  `${setting} (entry ${place + 1}, ${fingerprint})`
const fault = ({ service, setting }: HeldSecret, words: string): Finding => ({
  service,
  setting,
  isFault: true,
  words,
})

function strengthOf(secret: HeldSecret): Finding[] {
  const weakness = weaknessOf(secret.value)
  if (weakness === null) return []
  return [fault(secret, `${nameOf(secret)} ${weakness}: replace it (docs/operate/secrets.md).`)]
}

/** Only a file tells since when it has its content. */
function ageOf(secret: HeldSecret, { maxAgeDays, now }: { maxAgeDays: number; now: number }): Finding[] {
  if (secret.since === null) return []
  const days = Math.floor((now - secret.since.getTime()) / DAY_MS)
  return days > maxAgeDays
    ? [fault(secret, `${nameOf(secret)} is ${days} days old, more than ${maxAgeDays}: rotate it.`)]
    : []
}

/** Settings that hold one secret by design: both sides of a signature. */
const SAME = [
  ['HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET'],
  ['JWT_SECRET', 'HI_EVENTS_JWT_SECRET'],
]
const purposeOf = (setting: string) => SAME.find((names) => names.includes(setting))?.[0] ?? setting

/** Anyone who finds out a secret with two purposes has found out both. */
function findShared(secrets: readonly HeldSecret[]): Finding[] {
  return secrets.flatMap((secret, index) => {
    const other = secrets
      .slice(0, index)
      .find((each) => each.value === secret.value && purposeOf(each.setting) !== purposeOf(secret.setting))
    return other === undefined
      ? []
      : [
          fault(
            secret,
            `${nameOf(secret)} is also ${other.setting} of ${other.service}: give each a secret of its own.`,
          ),
        ]
  })
}

/** What one side signs with, the other has to accept. */
function findDisagreement(secrets: readonly HeldSecret[]): Finding[] {
  const shared = secrets.filter(({ setting }) => purposeOf(setting) === 'HI_EVENTS_SHARED_SECRET')
  const of = (service: ServiceFolder) => shared.filter((each) => each.service === service)
  const check = (signer: ServiceFolder, verifier: ServiceFolder): Finding[] => {
    const [first] = of(signer)
    const accepted = of(verifier)
    if (first === undefined || accepted.length === 0 || accepted.some(({ value }) => value === first.value))
      return []
    return [
      fault(
        first,
        `${nameOf(first)} of ${signer} is not accepted by ${verifier}: add it to the list there first.`,
      ),
    ]
  }
  return [...check('api', 'hi-events'), ...check('hi-events', 'api')]
}
