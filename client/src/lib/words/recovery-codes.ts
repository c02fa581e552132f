import { RECOVERY_CODE_COUNT } from '@tuvens/contract'

/** With this many left or fewer, the account page warns. */
const FEW = 3

export function codesLeftText(left: number): string {
  return `${left} of ${RECOVERY_CODE_COUNT} recovery codes left`
}

/** Null while there are enough. */
export function fewCodesWarning(left: number): string | null {
  if (left > FEW) return null
  return left === 0
    ? 'You have no recovery code left. Without one, losing your phone locks you out.'
    : `Only ${codesLeftText(left)}. Without one, losing your phone locks you out.`
}
