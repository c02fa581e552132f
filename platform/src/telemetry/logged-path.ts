import { pathOf } from '../http/path.ts'

const MAX_LENGTH = 200
/** Longer than any id of ours; secrets in paths, such as those of mailed links, are longer. */
const MAX_SEGMENT = 19

/** The path of a request as it is logged: without its query, and without what may be a secret or an e-mail address. */
export function loggedPathOf(url: string): string {
  return pathOf(url)
    .slice(0, MAX_LENGTH)
    .split('/')
    .map((segment) => (isLoggable(segment) ? segment : '…'))
    .join('/')
}

function isLoggable(segment: string): boolean {
  if (/@|%(?:25)*40/.test(segment)) return false
  return segment.length <= MAX_SEGMENT || !/[0-9A-Z]/.test(segment)
}
