import type { StreamReader } from '../../api/test-support/stream.ts'
import type { LineFault } from '../harness/faulty-line.ts'
import type { ServiceWorld } from './world.ts'

/** A world with a reader of the whole stream, in which the API can be unreachable for one event only. */
export type FaultWorld = ServiceWorld & {
  apiFaults: Map<string, { fault: LineFault; times: number }>
  stream: StreamReader
}
