/** Demo data could not be made: a service did not end up in the state that the programme needs. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}
