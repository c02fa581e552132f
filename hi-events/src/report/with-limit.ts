import type { ReportContext } from './context.ts'

/** A person waits for the report: an upstream slower than this counts as unreachable. */
const LIMIT_MS = 3_500

/** The result of `work`, or `otherwise` when it takes too long. The work continues within its own limits; its result is dropped. */
export function withLimit<T>(
  context: Pick<ReportContext, 'sleep'>,
  work: Promise<T>,
  otherwise: T,
): Promise<T> {
  return Promise.race([work, context.sleep(LIMIT_MS).then(() => otherwise)])
}
