import { NewPasskey, PasskeyLoginRequest } from '@tuvens/contract'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/schema'

/** A new passkey as the page's script sends it; undefined when it is none. */
export const readNewPasskey = (value: string) => read(NewPasskey, value)
/** A use of a passkey as the page's script sends it; undefined when it is none. */
export const readPasskeyLogin = (value: string) => read(PasskeyLoginRequest, value)

function read<S extends TSchema>(schema: S, value: string): Static<S> | undefined {
  try {
    const parsed: unknown = JSON.parse(value)
    return Check(schema, parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
