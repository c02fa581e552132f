/** The benchmark cannot measure, because something is missing or gives an unexpected response. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
}
