import { Agent, request } from 'undici'

/** Its pages give their own settings to scripts, the public key of Stripe among them. */
const SETTINGS = 'window.hievents'
const KEY = /"VITE_STRIPE_PUBLISHABLE_KEY":"pk_\w{1,200}"/

const TIMEOUT_MS = 3_000
const MAX_BYTES = 2 * 1024 * 1024

/**
 * Whether the pages of a ticket system can take cards. Its API does not say, and without the key a buyer fills in a whole
 * checkout before it fails.
 *
 * @param upstream address of its pages
 * @returns null when they do not show their settings
 */
export async function takesCards(upstream: string): Promise<boolean | null> {
  const dispatcher = new Agent({ maxResponseSize: MAX_BYTES })
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { body } = await request(`${upstream}/auth/login`, { dispatcher, signal })
    const page = await body.text()
    return page.includes(SETTINGS) ? KEY.test(page) : null
  } catch {
    return null
  } finally {
    await dispatcher.close()
  }
}
