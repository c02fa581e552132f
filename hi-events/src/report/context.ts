import type { RelayContext } from '../relay/context.ts'

export type ReportContext = RelayContext
