/** The times to browse by, in the order in which they are offered. */
export const PERIODS = ['upcoming', 'today', 'weekend', 'week', 'month', 'past'] as const
