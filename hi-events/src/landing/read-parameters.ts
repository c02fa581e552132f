import { LandingValidateRequest, ServiceError } from '@tuvens/contract'
import { Value } from 'typebox/value'

const NAMES = Object.keys(LandingValidateRequest.properties) as (keyof LandingValidateRequest)[]

/** The landing's parameters from a query. What does not fit is left out: a page is shown in any case. */
export function readQuery(query: unknown): LandingValidateRequest {
  const given = pick(query)
  const fitting = Object.entries(given).filter(([name, value]) =>
    Value.Check(LandingValidateRequest, { [name]: value }),
  )
  return Object.fromEntries(fitting)
}

/** @throws ServiceError VALIDATION_ERROR */
export function readForm(form: unknown): LandingValidateRequest {
  const given = pick(form)
  if (Value.Check(LandingValidateRequest, given)) return given
  throw new ServiceError('VALIDATION_ERROR')
}

/** Only names we know, only single texts, only what was filled in. */
function pick(source: unknown): Record<string, string> {
  const given = (typeof source === 'object' && source !== null ? source : {}) as Record<string, unknown>
  const pairs = NAMES.map((name) => [name, given[name]] as const)
  return Object.fromEntries(
    pairs.filter((pair): pair is [(typeof pair)[0], string] => typeof pair[1] === 'string' && pair[1] !== ''),
  )
}
