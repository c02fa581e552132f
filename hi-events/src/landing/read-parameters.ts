import { LandingValidateRequest, ServiceError } from '@tuvens/contract'
import { Value } from 'typebox/value'
import { readFields } from '../web/form-fields.ts'

const NAMES = Object.keys(LandingValidateRequest.properties)

/** The landing's parameters in a query. Invalid ones are ignored, because the page is shown in any case. */
export function readQuery(query: unknown): LandingValidateRequest {
  const valid = Object.entries(knownTexts(query)).filter(([name, value]) =>
    Value.Check(LandingValidateRequest, { [name]: value }),
  )
  return Object.fromEntries(valid)
}

/** @throws ServiceError VALIDATION_ERROR */
export function readForm(form: unknown): LandingValidateRequest {
  const parameters = knownTexts(form)
  if (Value.Check(LandingValidateRequest, parameters)) return parameters
  throw new ServiceError('VALIDATION_ERROR')
}

/** The known parameters that are texts and not empty: a browser also posts fields that were left empty. */
function knownTexts(source: unknown): Record<string, string> {
  const fields = readFields(source)
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = fields[name]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
}
