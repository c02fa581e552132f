import { route } from '../routes/route.ts'
import * as beacons from './beacons.ts'

/** What browsers report to the API by themselves. */
export const BEACON_ROUTES = {
  beacon: route('POST /api/beacons', 'What one page view of the event site felt like', {
    auth: 'none',
    body: beacons.Beacon,
    maxBytes: beacons.MAX_BEACON_BYTES,
    success: { status: 204 },
    errors: ['VALIDATION_ERROR', 'RATE_LIMITED'],
    limit: 'beacon',
  }),
} as const
