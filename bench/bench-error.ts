/** The bench cannot measure: something it needs is missing or does not answer as it should. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
}
