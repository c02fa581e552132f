import type { System } from '../harness/system.ts'

export type LineName = keyof System['lines']
/** One call between a click and its status: the line it uses, its name and its position among calls of that name. */
export type CallStep = { line: LineName; name: string; nth: number }
/** A point in time at a step: before its call arrives, or after it was handled and before its response arrives. */
export type Moment = { step: CallStep; when: 'before' | 'after' }
