import { PlainError } from '../system/plain-error.ts'

const PATIENCE_MS = 10_000

/**
 * A Hi.Events of one's own answers at all. What else may be wrong with it, the ticket origin tells.
 *
 * @throws PlainError that says what to do
 */
export async function needUpstream(upstream: string | undefined): Promise<void> {
  if (upstream === undefined) return
  try {
    const response = await fetch(upstream, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    await response.body?.cancel()
  } catch (cause) {
    throw new PlainError(
      `HI_EVENTS_UPSTREAM=${upstream} does not answer: start that Hi.Events or correct the address, or leave the setting out to use the built-in box office.`,
      { cause },
    )
  }
}
