import { MigrationError } from '@tuvens/platform/db/migrate'
import { isPassingFailure } from '@tuvens/platform/db/failures'
import { PlainError } from '../system/plain-error.ts'

/** Codes of failures that only other settings end: no such host, a wrong user or password, no right, no such database. */
const SETTINGS_WRONG = new Set(['ENOTFOUND', '28000', '28P01', '42501', '3D000'])

/** Of files and folders: no right, a read-only disk, a full one. */
const FILES_CLOSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'])

/** A failure that a caller can meet, in words instead of a stack. An error that is a bug stays as it is. */
export function plainFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof MigrationError) return new PlainError(error.message, { cause: error })
  if (FILES_CLOSED.has(codeOf(error)) && 'path' in error)
    return new PlainError(
      `A file or folder cannot be used: ${error.message}. Make room, or give it to the user that runs this: what root has made, only root can change.`,
      { cause: error },
    )
  const words = `The database cannot be used: ${error.message || codeOf(error)}.`
  if (SETTINGS_WRONG.has(codeOf(error)))
    return new PlainError(`${words} Correct DATABASE_URL, or DATABASE_DIRECT_URL where it is set.`, {
      cause: error,
    })
  if (!isPassingFailure(error)) return error
  return new PlainError(`${words} Start it, or correct its address in the settings, and run this again.`, {
    cause: error,
  })
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}
