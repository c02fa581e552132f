/** A failure that a person can act on: one sentence that says what to do, shown without a stack. Twin of the one in `scripts/prepare`. */
export class PlainError extends Error {
  override readonly name = 'PlainError'
}
