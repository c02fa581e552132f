/** Responses of the ticket system of this benchmark, by path. */
export const BODIES: Readonly<Record<string, { type: string; bytes: Buffer }>> = {
  '/api/public/events/7': { type: 'application/json', bytes: Buffer.alloc(1_000, 'x') },
  '/event/7/jazz': { type: 'text/html; charset=utf-8', bytes: Buffer.alloc(100_000, 'x') },
  '/storage/event_cover/jazz.png': { type: 'image/png', bytes: Buffer.alloc(5_000_000, 7) },
}
