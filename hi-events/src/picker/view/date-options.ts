/** How a day and a time of day are written, on the server and by the script. */
export const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const
export const TIME = { hour: '2-digit', minute: '2-digit' } as const
