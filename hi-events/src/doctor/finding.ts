import type { DoctorTarget } from './target.ts'

/** What a check found. A fix is a sentence that names the setting and its value. */
export type Finding =
  | { state: 'ok'; seen: string }
  | { state: 'failed'; seen: string; fix: string[] }
  /** `seen` is the reason why nothing was checked. */
  | { state: 'skipped'; seen: string }

export type Check = {
  id: string
  title: string
  /** Checks that must be ok, or this one is skipped. */
  needs?: readonly string[]
  run: (target: DoctorTarget) => Finding | Promise<Finding>
}

/** A check with its finding. */
export type CheckResult = Finding & { id: string; title: string }

export function ok(seen: string): Finding {
  return { state: 'ok', seen }
}

export function failed(seen: string, ...fix: string[]): Finding {
  return { state: 'failed', seen, fix }
}

export function skipped(seen: string): Finding {
  return { state: 'skipped', seen }
}

/** A finding of a step that several checks share: the first of them reports it. */
export class FindingError extends Error {
  override readonly name = 'FindingError'
  readonly finding: Finding

  constructor(finding: Finding) {
    super(finding.seen)
    this.finding = finding
  }
}
