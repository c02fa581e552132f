import type { StreamReader } from '../../api/test-support/stream.ts'
import type { Fault } from '../harness/faulty-line.ts'
import type { World } from './world.ts'

/** A world with a reader of the whole stream, in which the API can be unreachable for one event only. */
export type StagedWorld = World & {
  apiFaults: Map<string, { fault: Fault; times: number }>
  stream: StreamReader
}
