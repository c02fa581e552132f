import type { NewPasskey, PasskeyLoginRequest } from '@tuvens/contract'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

const CREDENTIAL = { clientExtensionResults: {}, type: 'public-key' } as const

/** A new passkey in the form of the library. */
export function asRegistration({ id, ...response }: NewPasskey): RegistrationResponseJSON {
  return { ...CREDENTIAL, id, rawId: id, response }
}

/** A use of a passkey in the form of the library. */
export function asAuthentication({ id, ...response }: PasskeyLoginRequest): AuthenticationResponseJSON {
  return { ...CREDENTIAL, id, rawId: id, response }
}
