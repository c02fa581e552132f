import { HEADERS, StatusWebhook, StatusWebhooks } from '@tuvens/contract'
import { Check } from 'typebox/schema'
import type { FakeRequest, FakeResponse } from './server.ts'

/** How far ahead of the API's clock a status report may be sent. */
const MAX_SKEW_MS = 30_000

/** Takes a status webhook as the API does. An older one than another of its pair has no effect there, and is taken here. */
export function takeStatus(statuses: StatusWebhook[], { body }: FakeRequest): FakeResponse {
  if (!Check(StatusWebhook, body)) return apiRefusal(422, 'VALIDATION_FAILED')
  if (Date.parse(body.event_sent_at) > Date.now() + MAX_SKEW_MS) return apiRefusal(422, 'SENT_IN_FUTURE')
  const newest = newestOf(statuses, body)
  statuses.push(body)
  return {
    status: 200,
    body: { success: true, message: 'Webhook processed successfully' },
    ...(newest !== undefined &&
      newest > body.event_sent_at && { headers: { [HEADERS.newestSentAt]: newest } }),
  }
}

/** Times in one zone are in the order of their texts. */
function newestOf(statuses: StatusWebhook[], { payload: { id, tuvens_event_id } }: StatusWebhook) {
  return statuses
    .filter(({ payload }) => payload.id === id && payload.tuvens_event_id === tuvens_event_id)
    .map((each) => each.event_sent_at)
    .toSorted()
    .at(-1)
}

export function takeStatuses(statuses: StatusWebhook[], request: FakeRequest): FakeResponse {
  if (!Check(StatusWebhooks, request.body)) return apiRefusal(400, 'VALIDATION_ERROR')
  const results = request.body.bodies.map((each) => {
    const { status, body, headers } = takeStatus(statuses, { ...request, body: JSON.parse(each) })
    return {
      status,
      code: status === 200 ? null : String(Object(body)['code']),
      newest_sent_at: headers?.[HEADERS.newestSentAt],
    }
  })
  return { status: 200, body: { answered_at: new Date().toISOString(), results } }
}

export function apiRefusal(status: number, code: string): FakeResponse {
  const timestamp = new Date().toISOString()
  return { status, body: { statusCode: status, timestamp, code, message: code } }
}
