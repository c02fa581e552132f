/** What the entries of an account's audit log say was done. */
const OPERATION_WORDS: Readonly<Record<string, string>> = {
  'accept-invitation': 'Accepted an invitation',
  'change-role': 'Changed the role of a member',
  'create-api-key': 'Made an API key',
  'create-event': 'Created an event',
  'create-webhook-endpoint': 'Created a webhook endpoint',
  'delete-webhook-endpoint': 'Deleted a webhook endpoint',
  'disable-webhook-endpoint': 'Disabled a webhook endpoint',
  'enable-webhook-endpoint': 'Enabled a webhook endpoint',
  'generate-session': 'Opened the ticket system',
  'hand-over': 'Handed the account over',
  invite: 'Invited somebody',
  link: 'Linked an event to tickets',
  'operator-close-complaint': 'Closed a complaint',
  'operator-end-session': 'Ended a session',
  'operator-replay': 'Sent a message again',
  'operator-reread': 'Compared an event with its tickets',
  'remove-member': 'Removed a member',
  'replay-webhook-messages': 'Sent webhook messages again',
  'revoke-api-key': 'Revoked an API key',
  'revoke-invitation': 'Took an invitation back',
  'revoke-session': 'Ended a session',
  'rotate-api-key': 'Rotated an API key',
  'rotate-signing-secret': 'Made a new signing secret',
  'status-webhook': 'The ticket system reported a change',
  'test-webhook-endpoint': 'Sent a test message to a webhook endpoint',
  unlink: 'Unlinked an event from tickets',
  'update-event': 'Changed an event',
  'update-webhook-endpoint': 'Changed a webhook endpoint',
  'upload-picture': 'Uploaded a picture',
  'validate-session': 'Signed in to the ticket system',
}

/** An operation in words; a new one without words is shown by its name. */
export function operationText(operation: string): string {
  return OPERATION_WORDS[operation] ?? operation
}
