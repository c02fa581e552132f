/** A statement that returns one row in every case returned none: a bug in the statement. */
export class MissingRowError extends Error {
  override name = 'MissingRowError'
}

/** @throws MissingRowError */
export function onlyRow<T>([row]: readonly T[]): T {
  if (row === undefined) throw new MissingRowError('a statement that always returns a row returned none')
  return row
}
