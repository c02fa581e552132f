/** The times to browse by, in the order in which they are offered. */
export const PERIOD_NAMES = {
  upcoming: 'Any time',
  today: 'Today',
  weekend: 'This weekend',
  week: 'This week',
  month: 'This month',
  past: 'Past',
}
