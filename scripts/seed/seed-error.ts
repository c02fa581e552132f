/** Demo data could not be created: a service did not reach the state that the programme needs. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}
