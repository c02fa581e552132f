import { ServiceError } from '@tuvens/contract'

/** How an act that others ask for ends: it is refused for a reason of theirs, or fails for one of ours. */
export const OUTCOMES = ['ok', 'refused', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Only what is ours to repair is a failure: objectives count those. */
export function outcomeOf(error: unknown): 'refused' | 'failed' {
  return error instanceof ServiceError && error.statusCode < 500 ? 'refused' : 'failed'
}

/** Runs an act and counts how it ended. */
export async function withOutcome<T>(count: (outcome: Outcome) => void, act: () => Promise<T>): Promise<T> {
  try {
    const result = await act()
    count('ok')
    return result
  } catch (error) {
    count(outcomeOf(error))
    throw error
  }
}
