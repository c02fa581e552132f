/** What our services call of each other, and the pages of the ticket origin. Nothing of it is for the servers of others. */
export const SERVICE_DESCRIPTIONS = {
  generateSession:
    'Issues a session token for the signed-in user, who needs the permission `manage_ticketing`. With `code_challenge` it works only in the browser that has the code verifier. The browser goes to `landing_url`.',
  validateSession:
    'Consumes a session token and returns who the organiser is. The second caller gets 404. A repeat with the same `X-Idempotency-Key` within 30 seconds gets the first response.',
  validateCode: 'The same as `validateSession` for callers that name the token `code`.',
  userAccounts: 'The accounts of the user of a session that was validated.',
  validatePermission: 'Whether the session has a permission, also on one event or account.',
  sessionStatus:
    'Which sessions still give rights. The ticket origin calls it for all that it serves, every few seconds.',
  revokeSession: 'Ends a session at once. A session that does not exist is answered the same.',
  listLinks:
    'All links with the details of their events, from which the ticket origin restores a lost database.',
  putLink: 'Links an event to its event in the ticket system. Its ticketing status becomes `setup`.',
  deleteLink:
    'Unlinks an event. Its ticketing status becomes `none`, and no site may frame its tickets any longer.',
  readFlags: 'Which paths of the product are on, for whom. Answers 304 while nothing changed.',
  reportFlagOutcomes: 'How calls on both paths of each flag ended. The guard turns a flag off by them.',
  statusWebhook:
    'How the sales of a linked event stand. Messages are ordered by `event_sent_at`: an older one is stored and has no effect. A repeat is answered with 200 and changes nothing.',
  statusWebhooks: 'Up to 100 status webhooks in one call. Each is answered for itself.',
  landing:
    'The page to which the session token leads. A GET consumes nothing, so previews of links do no harm.',
  landingValidate:
    'What the page of the landing posts: consumes the session token, creates what is missing in the ticket system, and begins a ticket session.',
  landingStatus: 'Whether the session in the header still gives rights.',
  landingAccounts: 'The accounts of the user of the session in the header.',
  landingPermission: 'Whether the session in the header has a permission.',
  linkSales:
    'How a linked event sells, added up from the orders of the ticket system. A result is given again for a minute.',
  linkReport: 'What the ticket origin knows of a link, for the report on why tickets do not show.',
  putDetails:
    'The details of an event that was edited. They are stored at once and carried to the ticket system afterwards.',
  linkDifferences: 'The fields of a linked event in which the ticket system shows something else.',
  accountLinkDifferences:
    'The linked events of an account with the number of fields that differed when they were last compared.',
  linkCover: 'The bytes of the picture that the ticket system shows.',
  overwriteField:
    'Writes our value of a field over the one that an organiser has seen. Another value there is not overwritten.',
  linkFraming: 'The sites that may frame the tickets of a link.',
  putLinkFraming: 'Replaces the sites that may frame the tickets of a link.',
  endLink: 'Tells the ticket origin that the event was unlinked.',
  operatorDeliveries:
    'A search in the native webhooks and status reports of the ticket origin, the newest first.',
  operatorDelivery: 'One delivery with its body, in which personal data and secrets are replaced.',
  operatorWay: 'The steps of the deliveries of an event between two times, the oldest first.',
  operatorReplay: 'Processes or sends the chosen deliveries again.',
  operatorReread: 'Reads a linked event from the ticket system, and reports what changed.',
  operatorHealth: 'The nodes, queues and sweeps of the ticket origin.',
  operatorLinks: 'Links with what is wrong with each.',
  nativeWebhook: 'A webhook of the ticket system. It is stored at once and processed afterwards.',
  picker:
    'The ticket picker of an event in the ticket system, as a page for a frame. It works without scripts.',
  pickerOrder:
    'The form of the ticket picker. Leads to the checkout, or shows the form again with what is wrong.',
  pickerWaitingList: 'The form of the waiting list.',
  embeddedEvent: 'The tickets of a Tuvens event in each of its phases, for the pages of other sites.',
  embeddedOrder:
    'Whether the order of a checkout is complete. `is_first` is true for one caller, so that each order is told once.',
}
