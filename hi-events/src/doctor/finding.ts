import type { Patient } from './patient.ts'

/** What a check found; each mend names the setting and its value. */
export type Finding =
  | { state: 'ok'; seen: string }
  | { state: 'failed'; seen: string; mend: string[] }
  /** It could not be told, and why. */
  | { state: 'skipped'; seen: string }

/** One thing to look at. */
export type Check = {
  id: string
  title: string
  /** Checks that have to be ok before this one means anything. */
  needs?: readonly string[]
  run: (patient: Patient) => Finding | Promise<Finding>
}

/** A check and what came of it. */
export type Outcome = Finding & { id: string; title: string }

/** All is well; `seen` says how one can tell. */
export function well(seen: string): Finding {
  return { state: 'ok', seen }
}

/** A fault, and what to do about it. */
export function wrong(seen: string, ...mend: string[]): Finding {
  return { state: 'failed', seen, mend }
}

/** Nothing was looked at. */
export function untold(seen: string): Finding {
  return { state: 'skipped', seen }
}

/** A fault found deep inside a step that several checks share: the first of them reports it. */
export class FaultFound extends Error {
  override readonly name = 'FaultFound'
  readonly finding: Finding

  constructor(finding: Finding) {
    super(finding.seen)
    this.finding = finding
  }
}
