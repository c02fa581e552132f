import { expect } from '@playwright/test'
import type { System } from './system.ts'

let asked = 0

/** Does something while the ticket system does not answer, and comes back when the ticket origin reaches it again. */
export async function withUnreachableTicketSystem(
  { lines, direct }: System,
  work: () => Promise<void>,
): Promise<void> {
  lines.boxOffice.rule = () => 'refuse'
  try {
    await work()
  } finally {
    lines.boxOffice.rule = undefined
  }
  // The circuit breaker stays open for seconds after some failures; the next test must not meet that.
  const nowhere = `${direct.tickets}/embed/${800_000 + asked++}`
  await expect.poll(async () => (await fetch(nowhere)).status, { timeout: 15_000 }).toBe(404)
}
