import type { ReportContext as Context } from './context.ts'

/** A person waits for the report: an upstream slower than this counts as away. */
const LIMIT_MS = 3_500

/** What `work` gives, or `otherwise` when that takes too long. The work goes on, within its own limits, unheard. */
export function inTime<T>(context: Pick<Context, 'sleep'>, work: Promise<T>, otherwise: T): Promise<T> {
  return Promise.race([work, context.sleep(LIMIT_MS).then(() => otherwise)])
}
