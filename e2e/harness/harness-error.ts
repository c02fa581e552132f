/** The harness cannot bring a system into the state that a test needs. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError'
}
