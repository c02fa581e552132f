/** A failure with a fix: the message explains what to do, and is shown without a stack. The same as in `scripts/prepare`. */
export class PlainError extends Error {
  override readonly name = 'PlainError'
}
