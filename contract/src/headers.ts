/** Every header our services read or write by name, in the lower case Node hands them over in. */
export const HEADERS = {
  sharedSecret: 'x-shared-secret',
  timestamp: 'x-tuvens-timestamp',
  signature: 'x-tuvens-signature',
  onBehalfOf: 'x-on-behalf-of',
  clientAddress: 'x-client-address',
  idempotencyKey: 'x-idempotency-key',
  sessionToken: 'x-session-token',
  statusWebhookSignature: 'x-hi-events-signature',
  nativeSignature: 'signature',
  requestId: 'x-request-id',
  standardId: 'webhook-id',
  standardTimestamp: 'webhook-timestamp',
  standardSignature: 'webhook-signature',
  svixId: 'svix-id',
  svixTimestamp: 'svix-timestamp',
  svixSignature: 'svix-signature',
} as const
