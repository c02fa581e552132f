/** A failure told in one sentence with its mend; the caller shows no stack. Twin of the one in `scripts/prepare`. */
export class PlainError extends Error {
  override readonly name = 'PlainError'
}
