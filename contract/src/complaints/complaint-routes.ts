import { EventParams, route } from '../routes/route.ts'
import * as complaints from './complaints.ts'

/** What readers tell the operators. */
export const COMPLAINT_ROUTES = {
  fileComplaint: route('POST /api/events/:id/complaints', 'Tell the operators that an event is not right', {
    auth: 'none',
    params: EventParams,
    body: complaints.ComplaintRequest,
    success: { status: 201, body: complaints.ComplaintReceived },
    errors: ['VALIDATION_ERROR', 'EVENT_NOT_FOUND', 'RATE_LIMITED'],
    limit: 'complaint',
  }),
} as const
