/** A change in the format of the API's stream, for the servers that are compared with it. */
export function changeOf(version: number): object {
  return {
    type: 'ticketing_status_changed',
    eventId: '1',
    status: version % 2 === 0 ? 'active' : 'setup',
    phase: version % 2 === 0 ? 'on_sale' : 'paused',
    version,
    detailsVersion: 1,
    timestamp: new Date().toISOString(),
    widgetUrl: 'http://localhost:3002/embed/2000001',
    eventUrl: 'http://localhost:3002/event/2000001/an-evening-of-measurements',
  }
}
