import * as deliveries from '../operator/deliveries.ts'
import * as nodes from '../operator/nodes.ts'
import { ok, type Route, route, SIGNED_ERRORS } from './route.ts'

/** What the operator's console of the API reads and does at the ticket origin. */
export const OPERATOR_ROUTES = {
  operatorDeliveries: route('GET /api/service/operator/deliveries', 'Native webhooks and status reports', {
    auth: 'signed',
    query: deliveries.DeliveriesQuery,
    success: ok(deliveries.Deliveries),
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
  operatorDelivery: route(
    'GET /api/service/operator/deliveries/:kind/:delivery_id',
    'One native webhook or status report, with its redacted body',
    {
      auth: 'signed',
      params: deliveries.DeliveryParams,
      success: ok(deliveries.DeliveryDetails),
      errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOT_FOUND'],
    },
  ),
  operatorWay: route('GET /api/service/operator/way', "The steps of an event's deliveries", {
    auth: 'signed',
    query: deliveries.WayQuery,
    success: ok(deliveries.Way),
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
  operatorReplay: route('POST /api/service/operator/replay', 'Process or send deliveries again', {
    auth: 'signed',
    body: deliveries.ReplayRequest,
    success: ok(deliveries.Replayed),
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
  operatorReread: route('POST /api/service/operator/reread', 'Read a linked event, and report what changed', {
    auth: 'signed',
    body: deliveries.RereadRequest,
    success: { status: 204 },
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS, 'NOTHING_LINKED'],
  }),
  operatorHealth: route('GET /api/service/operator/health', 'Nodes, queues and sweeps of the ticket origin', {
    auth: 'signed',
    success: ok(nodes.TicketOriginHealth),
    errors: SIGNED_ERRORS,
  }),
  operatorLinks: route('GET /api/service/operator/links', 'Links with their state', {
    auth: 'signed',
    query: nodes.OperatorLinksQuery,
    success: ok(nodes.OperatorLinks),
    errors: ['VALIDATION_ERROR', ...SIGNED_ERRORS],
  }),
} as const satisfies Record<string, Route>
