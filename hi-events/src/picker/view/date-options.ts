/** `Intl` options for a day and a time of day; the server and the script use the same. */
export const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const
export const TIME = { hour: '2-digit', minute: '2-digit' } as const
