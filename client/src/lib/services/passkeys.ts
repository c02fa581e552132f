import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Whether this browser can use passkeys at all. */
export const canUsePasskeys = browserSupportsWebAuthn

/** The options as the API gives them, which the library hands to the browser. */
type Options = Parameters<typeof startRegistration>[0]['optionsJSON'] &
  Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Has the browser make a passkey; the values of the fields to send. */
export async function makePasskey(options: string): Promise<string> {
  const { id, response } = await startRegistration({ optionsJSON: read(options) })
  const { clientDataJSON, attestationObject } = response
  return JSON.stringify({ id, clientDataJSON, attestationObject })
}

/** Has the browser use a passkey; the values of the fields to send. */
export async function usePasskey(options: string): Promise<string> {
  const { id, response } = await startAuthentication({ optionsJSON: read(options) })
  const { clientDataJSON, authenticatorData, signature } = response
  return JSON.stringify({ id, clientDataJSON, authenticatorData, signature })
}

function read(options: string): Options {
  return JSON.parse(options)
}
