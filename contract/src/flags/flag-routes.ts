import { ok, route, SIGNED_ERRORS } from '../routes/route.ts'
import { FlagOutcomes, FlagStates } from './flags.ts'

/** The calls about flags, for the nodes of the ticket origin. */
export const FLAG_ROUTES = {
  readFlags: route('GET /api/service/flags', 'All flags, as the nodes of the ticket origin evaluate them', {
    auth: 'signed',
    success: ok(FlagStates),
    headers: { 'if-none-match': 'ETag of the flags the caller has; 304 while they are the same' },
    errors: [...SIGNED_ERRORS],
  }),
  reportFlagOutcomes: route('POST /api/service/flags/outcomes', 'What came of the paths behind flags', {
    auth: 'signed',
    body: FlagOutcomes,
    success: { status: 204 },
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
} as const
