/** Events, their ticketing, API keys, platforms and webhook endpoints. */
export const ORGANISER_DESCRIPTIONS = {
  eventIndex:
    'The ids of all events, in pages of 5000 ids that stay the same when events are added. Without `page` only the number of pages is told.',
  listCities: 'Cities to look for events in, those with most of the next events first.',
  relatedEvents:
    'Up to four other events to come: of the same organiser first, then of the same city and category.',
  readOrganiser: 'The name under which an account organises events. An account without events has none.',
  listEvents:
    'Public events in pages, soonest first, narrowed down by search, city, category, price and time: all that is given must hold. Pass `next_cursor` of a page as `cursor` for the next one; it is null on the last.',
  readEvent:
    'One public event with its ticketing. Send the `ETag` back in `If-None-Match` to get 304 while nothing changed.',
  fileComplaint:
    'A reader tells the operators what is wrong with an event. It needs no account; the reference names the complaint on both sides.',
  eventSales:
    'Orders, tickets and revenue of a linked event by day, added up from the orders of the ticket system at most a minute ago. `since` says from when on, where there are more orders than are read at once.',
  createEvent: 'Creates an event in an account of the signed-in user. It has no ticketing yet.',
  updateEvent:
    'Changes the fields that the body names. With `If-Match` a change by somebody else since is not overwritten: the response is 412. A linked event is changed in the ticket system, too.',
  ticketingReport:
    'What each service knows of the event: the evidence for why its tickets show or do not show.',
  eventDifferences:
    'The fields in which the ticket system shows something else than the event, read at this moment. What somebody changed there is never overwritten before an organiser chooses.',
  accountDifferences: 'The events of an account that have differences, with the number of fields.',
  eventCover: 'The picture that the ticket system shows for the event, as a JPEG.',
  settleDifference:
    'Uses one of the two values of a field on both sides. `seen` names the value that the organiser looked at.',
  eventFraming: 'The origins of the sites that may show the tickets of the event in a frame.',
  putFraming:
    'Replaces the list of sites that may frame the tickets. A site that is left out loses them with its next request.',
  eventUpdates:
    'A stream of server-sent events. It begins with the state of each event, then sends changes, and a heartbeat every 15 seconds. `Last-Event-ID` resumes it with nothing missed; `{"type":"reset"}` says that this cannot be done, and a new snapshot follows. Without `event_id` it carries all public events.',
  readTicketing: 'The same state that the stream begins with, for pages that cannot hold a stream open.',
  uploadPicture:
    'Stores a picture and returns its address for `imageUrl`. Metadata such as the place of a photo is removed.',
  readPicture:
    'A file of a stored picture. Its address changes with its content, so it can be cached for ever.',
  beacon:
    'What one page view felt like, sent by the browser: loading times and whether the widget came. It names nobody.',
  listApiKeys:
    'The API keys of an account without their secrets, the newest first. Keys that ended more than 30 days ago are left out.',
  createApiKey: 'Makes an API key. The response is the only one that shows its secret: store it at once.',
  rotateApiKey:
    'Makes a new key with the same scopes. The old one works for `overlap_hours` more, so that servers can be changed one by one.',
  revokeApiKey:
    'Ends a key. When the call returns, no write of the key is going on and none begins. A key that ended before is answered the same.',
  readOwnApiKey:
    'The account, scopes and expiry of the key in the call: a good first call of a new integration.',
  listPlatformEvents:
    'The events that this account made with an id of its own, in pages, in the order in which they were made.',
  readPlatformEvent: 'One event by the id that the platform gave it, with its ticketing.',
  putPlatformEvent:
    'Creates the event on the first call (201), and changes it on later ones (200). The body names all details: an optional field that is missing is empty afterwards. A call that changes nothing tells nobody.',
  platformEventReport:
    'What each service knows of the event: the evidence for why its tickets show or do not show.',
  createPlatformSession:
    'Leads a user of the platform into the ticket system. The user becomes a member of the account. The session belongs to the browser whose `code_challenge` it has; send that browser to `landing_url`.',
  listWebhookEventTypes: 'Every type of webhook message with the JSON Schema of its body.',
  listWebhookEndpoints: 'The webhook endpoints of an account, the oldest first.',
  createWebhookEndpoint:
    'Creates an endpoint, to which messages are sent from now on. The address must be public and use https. The response is the only one that shows the signing secret.',
  readWebhookEndpoint: 'One endpoint, with the number of its waiting messages and since when it fails.',
  updateWebhookEndpoint: 'Changes the fields that the body names. `is_enabled` ends or starts its messages.',
  deleteWebhookEndpoint: 'Deletes an endpoint with its messages and its delivery log.',
  rotateSigningSecret: 'Makes a new signing secret. For 24 hours messages carry signatures by both.',
  testWebhookEndpoint: 'Sends a message of the type `endpoint.test`, whichever types the endpoint chose.',
  listWebhookMessages:
    'The messages of an endpoint in pages. Pass `next` of a page as `before` for the next one.',
  readWebhookMessage: 'One message with its body, and each attempt to deliver it with its outcome.',
  replayWebhookMessages: 'Sends the messages of a window again, the oldest first, with the ids they had.',
  replayWebhookMessage: 'Sends one message again, with the id it had.',
}
