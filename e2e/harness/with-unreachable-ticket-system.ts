import { expect } from '@playwright/test'
import type { System } from './system.ts'

let requests = 0

/** Runs `work` while the ticket system does not answer. Resolves when the ticket origin reaches it again. */
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
  // After some failures the circuit breaker stays open for seconds, which would affect the next test.
  const nowhere = `${direct.tickets}/embed/${800_000 + requests++}`
  await expect.poll(async () => (await fetch(nowhere)).status, { timeout: 60_000 }).toBe(404)
}
