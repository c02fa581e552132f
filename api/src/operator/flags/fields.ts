import {
  FlagGuard,
  type FlagName,
  FlagReason,
  FlagRollout,
  isFlagName,
  ServiceError,
  type TargetingRule,
} from '@tuvens/contract'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { FlagChange } from '../../flags/change.ts'

const STRICT = { additionalProperties: false } as const
const Accounts = Type.String({
  pattern: '^(none|[1-9][0-9, ]*)$',
  maxLength: 100_000,
})

/** What an operator fills in, all of it text. What is left out stays as it is. */
export const FlagFields = Type.Object(
  {
    name: Type.String({ maxLength: 64 }),
    action: Type.Union([Type.Literal('set'), Type.Literal('on'), Type.Literal('off')]),
    reason: Type.Optional(FlagReason),
    percent: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}([.][0-9]{1,3})?$' })),
    accounts: Type.Optional(Accounts),
    except_accounts: Type.Optional(Accounts),
    /** `none`, or a rule of flagd as JSON. */
    targeting: Type.Optional(Type.String({ maxLength: 20_000 })),
    /** Fields of the guard: `min_calls=50,is_active=false`. */
    guard: Type.Optional(
      Type.String({ pattern: '^[a-z_]+=[a-z0-9.]+(, ?[a-z_]+=[a-z0-9.]+)*$', maxLength: 500 }),
    ),
  },
  STRICT,
)
export type FlagFields = Static<typeof FlagFields>

/**
 * On and off change nothing else: the form also sends the rollout that its page showed, which a colleague may have changed.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION_ERROR
 */
export function changeOf(fields: FlagFields): Omit<FlagChange, 'origin'> {
  const { action, reason = '' } = fields
  const change = { name: flagNamed(fields.name), action, reason }
  if (action !== 'set') return change
  return {
    ...change,
    rollout: checked(Type.Partial(FlagRollout, STRICT), 'rollout', rolloutOf(fields)),
    guard: checked(Type.Partial(FlagGuard, STRICT), 'guard', guardOf(fields.guard)),
  }
}

/** @throws ServiceError NOT_FOUND */
export function flagNamed(name: string): FlagName {
  if (!isFlagName(name)) throw new ServiceError('NOT_FOUND', { message: `there is no flag ${name}` })
  return name
}

function rolloutOf({
  percent,
  accounts,
  except_accounts: excepted,
  targeting,
}: FlagFields): Partial<FlagRollout> {
  return {
    ...(percent !== undefined && { percent: Number(percent) }),
    ...(accounts !== undefined && { accounts: numbersOf(accounts) }),
    ...(excepted !== undefined && { except_accounts: numbersOf(excepted) }),
    ...(targeting !== undefined && { targeting: targetingOf(targeting) }),
  }
}

function numbersOf(list: string): number[] {
  return list === 'none' ? [] : [...new Set(list.split(',').map(Number))]
}

function targetingOf(text: string): TargetingRule | null {
  if (text === 'none') return null
  try {
    return JSON.parse(text)
  } catch {
    throw refusal('targeting', 'targeting is not JSON')
  }
}

function guardOf(text: string | undefined): Record<string, unknown> {
  const pairs = (text ?? '').split(',').flatMap((each) => {
    const [name = '', value = ''] = each.trim().split('=')
    return name === '' ? [] : [[name, valueOf(value)] as const]
  })
  return Object.fromEntries(pairs)
}

function valueOf(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function checked<T extends Partial<FlagRollout> | Partial<FlagGuard>>(
  schema: Parameters<typeof Value.Check>[1],
  field: string,
  value: unknown,
): T {
  if (Value.Check(schema, value)) return value as T
  const [issue] = Value.Errors(schema, value)
  throw refusal(field, `${field}${issue?.instancePath ?? ''} ${issue?.message ?? 'is not valid'}`)
}

function refusal(field: string, message: string): ServiceError {
  return new ServiceError('VALIDATION_ERROR', { details: [{ field, message }] })
}
