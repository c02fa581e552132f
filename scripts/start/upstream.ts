import { PlainError } from '../system/plain-error.ts'

const TIME_LIMIT_MS = 10_000

/**
 * Checks that the configured Hi.Events answers. The ticket origin reports other problems with it.
 *
 * @throws PlainError with advice
 */
export async function requireUpstream(upstream: string | undefined): Promise<void> {
  if (upstream === undefined) return
  try {
    const response = await fetch(upstream, { redirect: 'manual', signal: AbortSignal.timeout(TIME_LIMIT_MS) })
    await response.body?.cancel()
  } catch (cause) {
    throw new PlainError(
      `HI_EVENTS_UPSTREAM=${upstream} does not answer: start that Hi.Events or correct the address, or leave the setting out to use the built-in box office.`,
      { cause },
    )
  }
}
