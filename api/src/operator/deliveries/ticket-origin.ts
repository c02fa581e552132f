import type { HttpCaller } from '@tuvens/platform/http/call'
import { searchTooLong } from '@tuvens/platform/bounded'
import { CallError } from '@tuvens/platform/http/call-error'
import type { Log } from '@tuvens/platform/log'
import { ServiceError } from '@tuvens/contract'

type Caller = { ticketOrigin: HttpCaller; log: Log }

/**
 * What the ticket origin answers, or null when it cannot be reached: the console shows the rest all the same.
 *
 * @throws ServiceError BUSINESS_RULE when its search takes too long
 */
export async function orNull<T>({ log }: Caller, call: Promise<{ body: T }>): Promise<T | null> {
  try {
    return (await call).body
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    if (error.code === 'BUSINESS_RULE') throw searchTooLong(error)
    log.warn({ err: error }, 'the ticket origin gave nothing for the console')
    return null
  }
}

/**
 * What the ticket origin answers to an act.
 *
 * @throws ServiceError NOTHING_LINKED, NOT_FOUND; UPSTREAM_UNAVAILABLE when it is not known whether it was done
 */
export async function orRefuse<T>(call: Promise<{ body: T }>): Promise<T> {
  try {
    return (await call).body
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    if (error.code === 'NOTHING_LINKED' || error.code === 'NOT_FOUND') throw new ServiceError(error.code)
    throw new ServiceError('UPSTREAM_UNAVAILABLE', { cause: error })
  }
}
