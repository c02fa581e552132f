// Made by `npm run sdk` from the contract. Do not edit.

/** Stable; to be compared by programs. */
export type ErrorCode =
  | 'VALIDATION_ERROR'
  | 'AUTHENTICATION_REQUIRED'
  | 'INVALID_CREDENTIALS'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'API_KEY_INVALID'
  | 'API_KEY_EXPIRED'
  | 'API_KEY_REVOKED'
  | 'SECOND_FACTOR_INVALID'
  | 'PASSKEY_INVALID'
  | 'SERVICE_CREDENTIAL_REQUIRED'
  | 'SERVICE_CREDENTIAL_INVALID'
  | 'SIGNATURE_REQUIRED'
  | 'SIGNATURE_INVALID'
  | 'SIGNATURE_EXPIRED'
  | 'NOT_A_MEMBER'
  | 'PERMISSION_DENIED'
  | 'SCOPE_MISSING'
  | 'HTTPS_REQUIRED'
  | 'EMAIL_NOT_VERIFIED'
  | 'INVITED_ANOTHER'
  | 'ORIGIN_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'EVENT_NOT_FOUND'
  | 'ORGANISER_NOT_FOUND'
  | 'MAILED_LINK_INVALID'
  | 'MEMBER_NOT_FOUND'
  | 'API_KEY_NOT_FOUND'
  | 'ENDPOINT_NOT_FOUND'
  | 'PICTURE_NOT_FOUND'
  | 'NOTHING_LINKED'
  | 'SESSION_NOT_FOUND'
  | 'SESSION_EXPIRED'
  | 'SESSION_ALREADY_USED'
  | 'SESSION_BROWSER_MISMATCH'
  | 'SESSION_REVOKED'
  | 'METHOD_NOT_ALLOWED'
  | 'REQUEST_TIMEOUT'
  | 'EMAIL_TAKEN'
  | 'ALREADY_A_MEMBER'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'LINK_CONFLICT'
  | 'LOGIN_EXISTS'
  | 'ACCOUNT_CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'MISDIRECTED_REQUEST'
  | 'PICTURE_UNREADABLE'
  | 'PICTURE_SIZE'
  | 'PICTURE_GONE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ENDPOINT_ADDRESS'
  | 'BUSINESS_RULE'
  | 'SENT_IN_FUTURE'
  | 'OWNER_NEEDED'
  | 'UPSTREAM_REFUSED'
  | 'REGISTRATION_CLOSED'
  | 'RATE_LIMITED'
  | 'HEADERS_TOO_LARGE'
  | 'INTERNAL_ERROR'
  | 'UPSTREAM_INVALID'
  | 'SERVICE_UNAVAILABLE'
  | 'UPSTREAM_BUSY'
  | 'UPSTREAM_UNAVAILABLE'
  | 'API_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'

export interface AddPasskeyRequest {
  name: string
  passkey: NewPasskey
}

export interface ApiKey {
  id: string
  name: string
  hint: string
  scopes: Array<'events:read' | 'events:write' | 'reports:read' | 'sessions:create' | 'sessions:view'>
  created_at: string
  created_by: string | null
  last_used_at: string | null
  expires_at: string | null
  revoked_at: string | null
  replaced_by: string | null
}

export interface ApiKeys {
  keys: Array<ApiKey>
}

export interface AuditLog {
  entries: Array<AuditLogEntry>
  next: string | null
}

export interface AuditLogEntry {
  at: string
  operation: string
  outcome: string
  by: 'user' | 'operator' | 'platform' | 'service' | 'anyone'
  name: string | null
  event_id: string | null
  event_title: string | null
}

export interface ChangeEmailRequest {
  password: string
  email: string
}

export interface ChangePasswordRequest {
  password: string
  new_password: string
}

export interface City {
  name: string
  events: number
}

export interface CityList {
  cities: Array<City>
}

export interface ComplaintReceived {
  reference: string
}

export interface ComplaintRequest {
  reason: 'fraud' | 'illegal' | 'offensive' | 'wrong' | 'other'
  text?: string
  email?: string
}

export interface ContactData {
  hiEventsEventId?: number
  hiEventsStatus?: string
  hiEventsLastUpdated?: string
  email?: string
  phone?: string
  website?: string
}

export interface CreateApiKeyRequest {
  name: string
  scopes: Array<'events:read' | 'events:write' | 'reports:read' | 'sessions:create' | 'sessions:view'>
  expires_in_days?: number | null
}

export interface CreateEndpointRequest {
  url: string
  description?: string
  event_types?: Array<'link.created' | 'link.removed' | 'ticketing.status_changed' | 'sales.status_changed'>
}

export interface CreateEventRequest {
  account_id?: number | null
  title: string
  description?: string
  startDate: string
  endDate?: string | null
  furtherDates?: Array<FurtherDate>
  timezone: string
  venue?: Venue | null
  imageUrl?: string | null
  imageAlt?: string | null
  category?:
    | 'SOCIAL'
    | 'FOOD_DRINK'
    | 'CHARITY'
    | 'MUSIC'
    | 'ART'
    | 'COMEDY'
    | 'THEATER'
    | 'BUSINESS'
    | 'TECH'
    | 'EDUCATION'
    | 'WORKSHOP'
    | 'SPORTS'
    | 'FESTIVAL'
    | 'NIGHTLIFE'
    | 'OTHER'
  currency?: string
  contactData?: {
    email?: string
    phone?: string
    website?: string
  }
}

export interface CreatePlatformSessionRequest {
  user: {
    id: string
    email: string
    name: string
  }
  external_id: string
  code_challenge: string
  role?: 'editor' | 'viewer'
}

export interface CreatedApiKey {
  key: ApiKey
  secret: string
}

export interface CurrentUser {
  user: User
  email_verified: boolean
  accounts: Array<Membership>
}

export interface DeliveryAttempt {
  at: string
  outcome: 'ok' | 'refused' | 'redirected' | 'timed_out' | 'unreachable' | 'blocked'
  status: number | null
  duration_ms: number
  response: string | null
}

export interface Difference {
  field: 'title' | 'description' | 'times' | 'category' | 'currency' | 'venue' | 'picture'
  reason: 'changed' | 'refused' | 'incomplete' | 'single_date'
  ours: {
    title?: string
    description?: string
    startDate?: string
    endDate?: string | null
    furtherDates?: Array<FurtherDate>
    timezone?: string
    venue?: Venue | null
    imageUrl?: string | null
    category?: string
    currency?: string
  }
  theirs: {
    title?: string
    description?: string
    startDate?: string
    endDate?: string | null
    furtherDates?: Array<FurtherDate>
    timezone?: string
    venue?: Venue | null
    imageUrl?: string | null
    category?: string
    currency?: string
  }
  seen: string
}

export interface Differences {
  event_id: string
  differences: Array<Difference>
}

export interface EndpointSecret {
  endpoint: WebhookEndpoint
  secret: string
}

export interface EventIndex {
  pages: number
  events: Array<{
    id: string
    accountId: number
    updatedAt: string
  }>
}

export interface EventList {
  events: Array<TuvensEvent>
  next_cursor: string | null
}

export interface EventSales {
  event_id: string
  as_of: string
  timezone: string
  currency: string | null
  orders: number
  tickets: number
  revenue: string
  refunded: string
  awaiting_payment: number
  cancelled: number
  days: Array<SalesDay>
  since: string | null
  has_other_currencies: boolean
}

export interface EventsWithDifferences {
  events: Array<{
    event_id: string
    count: number
  }>
}

export interface ExportedData {
  exported_at: string
  user: {
    id: string
    name: string
    email: string
    created_at: string
    email_verified_at: string | null
    language?: string | null
  }
  accounts: Array<{
    account_id: number
    name: string
    slug: string
    role: 'owner' | 'admin' | 'editor' | 'viewer'
    permissions: Array<'create_events' | 'manage_ticketing' | 'view_reports' | 'manage_members'>
    is_default: boolean
    events: Array<Record<string, unknown>>
  }>
  sign_ins: Array<Record<string, unknown>>
  passkeys: Array<Passkey>
  activity: Array<Record<string, unknown>>
}

export interface Framing {
  event_id: string
  origins: Array<string>
}

export interface FurtherDate {
  startDate: string
  endDate: string | null
}

export interface GenerateSessionRequest {
  account_id?: number | null
  event_id?: string
  code_challenge?: string
}

export interface GenerateSessionResponse {
  session_token: string
  expires_at: string
  account_id: number
  landing_url: string
}

export interface HandOverRequest {
  user_id: string
  password: string
}

export interface Invitation {
  id: string
  email: string
  role: 'owner' | 'admin' | 'editor' | 'viewer'
  expires_at: string
}

export interface InvitationDetails {
  account_name: string
  role: 'owner' | 'admin' | 'editor' | 'viewer'
  email: string
  invited_by: string
}

export interface InvitationRequest {
  token: string
}

export interface InviteRequest {
  email: string
  role: 'admin' | 'editor' | 'viewer'
}

export interface Jwks {
  keys: Array<Record<string, string>>
}

export interface LinkReport {
  event_id: string
  compiled_at: string
  frame_origins: Array<string>
  link: ReportedLink | null
}

export interface LinkResponse {
  event_id: string
  ticketing_enabled: boolean
  ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
  ticketing_phase:
    | 'none'
    | 'preparing'
    | 'soon'
    | 'on_sale'
    | 'low'
    | 'held'
    | 'waiting_list'
    | 'sold_out'
    | 'sales_over'
    | 'paused'
    | 'ended'
    | 'cancelled'
  ticketing_version: number
  hi_events_event_id: number | null
  hi_events_event_url: string | null
  widget_url: string | null
  ticketing_dates?: Array<TicketDate>
  ticketing_prices?: {
    currency: string
    least: string
    most: string | null
  }
}

export interface LoginRequest {
  email: string
  password: string
}

export interface MailedLinkRequest {
  token: string
}

export interface Member {
  user_id: string
  name: string
  email: string
  role: 'owner' | 'admin' | 'editor' | 'viewer'
  is_self: boolean
  is_platform_user: boolean
}

export interface Membership {
  account_id: number
  name: string
  slug: string
  role: 'owner' | 'admin' | 'editor' | 'viewer'
  permissions: Array<'create_events' | 'manage_ticketing' | 'view_reports' | 'manage_members'>
  is_default: boolean
}

export interface MessageDetails {
  message: WebhookMessage
  body: string
  attempts: Array<DeliveryAttempt>
}

export interface NewPasskey {
  id: string
  clientDataJSON: string
  attestationObject: string
}

export interface NewPasswordRequest {
  token: string
  password: string
}

export interface OwnApiKey {
  id: string
  name: string
  account_id: number
  account_name: string
  scopes: Array<'events:read' | 'events:write' | 'reports:read' | 'sessions:create' | 'sessions:view'>
  expires_at: string | null
}

export interface Passkey {
  id: string
  name: string
  created_at: string
  last_used_at: string | null
}

export interface PasskeyLoginRequest {
  id: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

export interface PasskeyOptions {}

export interface PasswordRequest {
  password: string
}

export interface PasswordResetRequest {
  email: string
}

export interface PlatformEvent {
  external_id: string
  id: string
  title: string
  description: string
  startDate: string
  endDate: string | null
  furtherDates?: Array<FurtherDate>
  timezone: string
  venue: Venue | null
  imageUrl: string | null
  category: string
  currency: string
  detailsVersion: number
  imageAlt: string | null
  accountId: number
  accountName: string
  updatedAt: string
  hasTicketing?: boolean
  hiEventsEventId?: number
  ticketing_enabled: boolean
  ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
  ticketing_phase:
    | 'none'
    | 'preparing'
    | 'soon'
    | 'on_sale'
    | 'low'
    | 'held'
    | 'waiting_list'
    | 'sold_out'
    | 'sales_over'
    | 'paused'
    | 'ended'
    | 'cancelled'
  ticketing_version: number
  hi_events_event_id: number | null
  hi_events_event_url: string | null
  widget_url: string | null
  ticketing_dates?: Array<TicketDate>
  ticketing_prices?: {
    currency: string
    least: string
    most: string | null
  }
  contactData: ContactData
}

export interface PlatformEventList {
  events: Array<PlatformEvent>
  next_cursor: string | null
}

export interface PlatformSession {
  user_id: string
  session_token: string
  expires_at: string
  account_id: number
  landing_url: string
}

export interface PublicOrganiser {
  account_id: number
  name: string
}

export interface PutFramingRequest {
  origins: Array<string>
}

export interface PutPlatformEventRequest {
  title: string
  description?: string
  startDate: string
  endDate?: string | null
  furtherDates?: Array<FurtherDate>
  timezone: string
  venue?: Venue | null
  imageUrl?: string | null
  imageAlt?: string | null
  category?:
    | 'SOCIAL'
    | 'FOOD_DRINK'
    | 'CHARITY'
    | 'MUSIC'
    | 'ART'
    | 'COMEDY'
    | 'THEATER'
    | 'BUSINESS'
    | 'TECH'
    | 'EDUCATION'
    | 'WORKSHOP'
    | 'SPORTS'
    | 'FESTIVAL'
    | 'NIGHTLIFE'
    | 'OTHER'
  currency?: string
  contactData?: {
    email?: string
    phone?: string
    website?: string
  }
}

export interface RecoveryCodes {
  recovery_codes: Array<string>
}

export interface RefreshRequest {
  refresh_token: string
}

export interface RegisterRequest {
  name: string
  email: string
  password: string
  account_name?: string
  invitation?: string
  next?: string
}

export interface RelatedEvents {
  events: Array<TuvensEvent>
}

export interface ReplayMessagesRequest {
  from: string
  to: string
  only: 'failed' | 'all'
}

export interface ReplayedMessages {
  replayed: number
}

export interface ReportedDate {
  starts_at: string
  ends_at: string | null
  state: 'open' | 'sold_out' | 'cancelled' | 'past'
}

export interface ReportedLink {
  hi_events_event_id: number
  linked_at: string
  registered_at: string | null
  missing_at: string | null
  stopped_reason: 'conflict' | 'gone' | null
  has_been_live: boolean
  source: {
    outcome: 'read' | 'missing' | 'unreachable' | 'busy' | 'login_refused' | 'refused' | 'unreadable'
    status: 'LIVE' | 'DRAFT' | 'CANCELLED' | 'ENDED' | null
    ends_at: string | null
    dates?: Array<ReportedDate>
  }
  payments: 'ready' | 'cards_off' | 'none' | null
  tells_holders?: boolean
  can_have_dates?: boolean
  delivery: {
    received_at: string | null
    processed_at: string | null
  }
  has_webhook: boolean
  sweep: {
    at: string | null
    has_failed: boolean
    is_overdue: boolean
  }
  messages: {
    waiting: number
    dead_letters: number
    delivered_at: string | null
  }
  details: {
    differences: Array<{
      field: 'title' | 'description' | 'times' | 'category' | 'currency' | 'venue' | 'picture'
      reason: 'changed' | 'refused' | 'incomplete' | 'single_date'
    }>
    is_waiting: boolean
    has_failed: boolean
    compared_at: string | null
  }
  copies: number
  shop: {
    outcome: 'open' | 'no_tickets' | 'not_yet' | 'sold_out' | 'over' | 'hidden' | 'unreachable'
    opens_at: string | null
  }
}

export interface ResendRequest {
  next?: string
}

export interface RevokeSessionRequest {
  session_token: string
}

export interface RevokeSessionResponse {
  revoked: true
}

export interface RoleRequest {
  role: 'admin' | 'editor' | 'viewer'
}

export interface RotateApiKeyRequest {
  overlap_hours?: number
}

export interface SalesDay {
  day: string
  orders: number
  tickets: number
  revenue: string
}

export interface SecondFactorCode {
  code: string
}

export interface SecondFactorNeeded {
  second_factor_token: string
  expires_in: number
}

export interface SecondFactorRequest {
  second_factor_token: string
  code: string
}

export interface SecondFactorSecret {
  secret: string
  uri: string
}

export interface SettleDifferenceRequest {
  field: 'title' | 'description' | 'times' | 'category' | 'currency' | 'venue' | 'picture'
  use: 'tuvens' | 'ticket_system'
  seen: string
}

export interface SignIn {
  id: string
  created_at: string
  last_used_at: string
  address: string
  user_agent: string
  is_current: boolean
}

export interface SignInMethods {
  email: string
  is_email_verified: boolean
  has_second_factor: boolean
  recovery_codes_left: number
  passkeys: Array<Passkey>
}

export interface SignIns {
  sign_ins: Array<SignIn>
}

export interface Team {
  account_id: number
  name: string
  role: 'owner' | 'admin' | 'editor' | 'viewer'
  members: Array<Member>
  invitations: Array<Invitation>
}

export interface TestMessage {
  message_id: string
}

export interface TicketDate {
  id: number
  startDate: string
  endDate: string | null
  label: string | null
  state: 'open' | 'sold_out' | 'cancelled' | 'past'
}

export interface TicketingChange {
  type: 'ticketing_status_changed'
  eventId: string
  status: 'none' | 'setup' | 'active' | 'inactive'
  phase:
    | 'none'
    | 'preparing'
    | 'soon'
    | 'on_sale'
    | 'low'
    | 'held'
    | 'waiting_list'
    | 'sold_out'
    | 'sales_over'
    | 'paused'
    | 'ended'
    | 'cancelled'
  version: number
  detailsVersion: number
  timestamp: string
  widgetUrl: string | null
  eventUrl: string | null
  dates?: Array<TicketDate>
  prices?: {
    currency: string
    least: string
    most: string | null
  }
  traceparent?: string
}

export interface TicketingReport {
  event_id: string
  compiled_at: string
  status: 'none' | 'setup' | 'active' | 'inactive'
  phase:
    | 'none'
    | 'preparing'
    | 'soon'
    | 'on_sale'
    | 'low'
    | 'held'
    | 'waiting_list'
    | 'sold_out'
    | 'sales_over'
    | 'paused'
    | 'ended'
    | 'cancelled'
  version: number
  changed_at: string | null
  hi_events_event_id: number | null
  widget_url: string | null
  ends_at: string | null
  last_message: {
    sent_at: string
    received_at: string | null
  } | null
  future_message_at: string | null
  link_report_outcome: 'received' | 'unreachable' | 'refused' | 'unreadable'
  link_report: LinkReport | null
}

export interface TicketingStates {
  states: Array<TicketingChange>
}

export interface TokenPair {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  refresh_token: string
  refresh_expires_in: number
  user: User
}

export interface TuvensEvent {
  id: string
  title: string
  description: string
  startDate: string
  endDate: string | null
  furtherDates?: Array<FurtherDate>
  timezone: string
  venue: Venue | null
  imageUrl: string | null
  category: string
  currency: string
  detailsVersion: number
  imageAlt: string | null
  accountId: number
  accountName: string
  updatedAt: string
  hasTicketing?: boolean
  hiEventsEventId?: number
  ticketing_enabled: boolean
  ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
  ticketing_phase:
    | 'none'
    | 'preparing'
    | 'soon'
    | 'on_sale'
    | 'low'
    | 'held'
    | 'waiting_list'
    | 'sold_out'
    | 'sales_over'
    | 'paused'
    | 'ended'
    | 'cancelled'
  ticketing_version: number
  hi_events_event_id: number | null
  hi_events_event_url: string | null
  widget_url: string | null
  ticketing_dates?: Array<TicketDate>
  ticketing_prices?: {
    currency: string
    least: string
    most: string | null
  }
  contactData: ContactData
}

export interface UpdateEndpointRequest {
  url?: string
  description?: string
  event_types?: Array<'link.created' | 'link.removed' | 'ticketing.status_changed' | 'sales.status_changed'>
  is_enabled?: boolean
}

export interface UpdateEventRequest {
  title?: string
  description?: string
  startDate?: string
  endDate?: string | null
  furtherDates?: Array<FurtherDate>
  timezone?: string
  venue?: Venue | null
  imageUrl?: string | null
  imageAlt?: string | null
  category?:
    | 'SOCIAL'
    | 'FOOD_DRINK'
    | 'CHARITY'
    | 'MUSIC'
    | 'ART'
    | 'COMEDY'
    | 'THEATER'
    | 'BUSINESS'
    | 'TECH'
    | 'EDUCATION'
    | 'WORKSHOP'
    | 'SPORTS'
    | 'FESTIVAL'
    | 'NIGHTLIFE'
    | 'OTHER'
  currency?: string
  contactData?: {
    email?: string
    phone?: string
    website?: string
  }
}

export interface UploadedPicture {
  url: string
  width: number
  height: number
}

export interface User {
  id: string
  name: string
  email: string
}

export interface Venue {
  name: string
  address_line_1?: string
  city?: string
  state_region?: string
  zip_postal_code?: string
  country?: string
}

export interface VerifyEmailRequest {
  token: string
  password: string
}

export interface WebhookEndpoint {
  id: string
  url: string
  description: string
  event_types: Array<string>
  created_at: string
  disabled_at: string | null
  disabled_reason: 'person' | 'gone' | 'failing' | 'overflow' | null
  failing_since: string | null
  old_secret_expires_at: string | null
  waiting: number
}

export interface WebhookEndpoints {
  endpoints: Array<WebhookEndpoint>
}

export interface WebhookEventTypeList {
  event_types: Array<{
    type: string
    version: number
    description: string
    schema: Record<string, unknown>
  }>
}

export interface WebhookMessage {
  id: string
  type:
    | 'link.created'
    | 'link.removed'
    | 'ticketing.status_changed'
    | 'sales.status_changed'
    | 'endpoint.test'
  event_id: string | null
  created_at: string
  state: 'waiting' | 'delivered' | 'failed'
  attempts: number
  next_attempt_at: string | null
}

export interface WebhookMessages {
  messages: Array<WebhookMessage>
  next: string | null
}

/** A message to a webhook endpoint. */
export type WebhookMessageBody =
  | {
      type: 'link.created'
      version: 1
      timestamp: string
      data: {
        account_id: number
        event_id: string
        ticketing_enabled: boolean
        ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
        ticketing_phase:
          | 'none'
          | 'preparing'
          | 'soon'
          | 'on_sale'
          | 'low'
          | 'held'
          | 'waiting_list'
          | 'sold_out'
          | 'sales_over'
          | 'paused'
          | 'ended'
          | 'cancelled'
        ticketing_version: number
        hi_events_event_id: number | null
        hi_events_event_url: string | null
        widget_url: string | null
        ticketing_dates?: Array<TicketDate>
        ticketing_prices?: {
          currency: string
          least: string
          most: string | null
        }
      }
    }
  | {
      type: 'link.removed'
      version: 1
      timestamp: string
      data: {
        account_id: number
        event_id: string
        ticketing_enabled: boolean
        ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
        ticketing_phase:
          | 'none'
          | 'preparing'
          | 'soon'
          | 'on_sale'
          | 'low'
          | 'held'
          | 'waiting_list'
          | 'sold_out'
          | 'sales_over'
          | 'paused'
          | 'ended'
          | 'cancelled'
        ticketing_version: number
        hi_events_event_id: number | null
        hi_events_event_url: string | null
        widget_url: string | null
        ticketing_dates?: Array<TicketDate>
        ticketing_prices?: {
          currency: string
          least: string
          most: string | null
        }
        previous_hi_events_event_id: number
      }
    }
  | {
      type: 'ticketing.status_changed'
      version: 1
      timestamp: string
      data: {
        account_id: number
        event_id: string
        ticketing_enabled: boolean
        ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
        ticketing_phase:
          | 'none'
          | 'preparing'
          | 'soon'
          | 'on_sale'
          | 'low'
          | 'held'
          | 'waiting_list'
          | 'sold_out'
          | 'sales_over'
          | 'paused'
          | 'ended'
          | 'cancelled'
        ticketing_version: number
        hi_events_event_id: number | null
        hi_events_event_url: string | null
        widget_url: string | null
        ticketing_dates?: Array<TicketDate>
        ticketing_prices?: {
          currency: string
          least: string
          most: string | null
        }
      }
    }
  | {
      type: 'sales.status_changed'
      version: 1
      timestamp: string
      data: {
        account_id: number
        event_id: string
        ticketing_enabled: boolean
        ticketing_status: 'none' | 'setup' | 'active' | 'inactive'
        ticketing_phase:
          | 'none'
          | 'preparing'
          | 'soon'
          | 'on_sale'
          | 'low'
          | 'held'
          | 'waiting_list'
          | 'sold_out'
          | 'sales_over'
          | 'paused'
          | 'ended'
          | 'cancelled'
        ticketing_version: number
        hi_events_event_id: number | null
        hi_events_event_url: string | null
        widget_url: string | null
        ticketing_dates?: Array<TicketDate>
        ticketing_prices?: {
          currency: string
          least: string
          most: string | null
        }
        sales_status: 'low' | 'held' | 'waiting_list' | 'sold_out' | 'not_yet' | 'over' | null
      }
    }
  | {
      type: 'endpoint.test'
      version: 1
      timestamp: string
      data: {
        account_id: number
        endpoint_id: string
      }
    }

/** What the stream tells of an event. */
export type StreamChange = TicketingChange

/** What each operation takes and gives. */
export interface Operations {
  /** Creates a user with an account of their own, and signs them in. Before the e-mail is confirmed they can neither publish nor sell nor invite. Exists only where the API has its own accounts. */
  register: {
    input: {
      body: RegisterRequest
    }
    response: TokenPair
  }

  /** Signs in with e-mail and password. A user with two-step sign-in gets a `second_factor_token` for `finishSecondFactor` in place of the token pair. */
  login: {
    input: {
      body: LoginRequest
    }
    response: TokenPair | SecondFactorNeeded
  }

  /** Exchanges a refresh token for a new token pair. A refresh token works once: keep the new one. */
  refresh: {
    input: {
      body: RefreshRequest
    }
    response: TokenPair
  }

  /** Ends the sign-in that a refresh token belongs to. An unknown token is answered the same. */
  logout: {
    input: {
      body: RefreshRequest
    }
    response: void
  }

  /** Every type of webhook message with the JSON Schema of its body. */
  listWebhookEventTypes: { input: {}; response: WebhookEventTypeList }

  /** The webhook endpoints of an account, the oldest first. */
  listWebhookEndpoints: {
    input: {
      account_id: string
    }
    response: WebhookEndpoints
  }

  /** Creates an endpoint, to which messages are sent from now on. The address must be public and use https. The response is the only one that shows the signing secret. */
  createWebhookEndpoint: {
    input: {
      account_id: string
      body: CreateEndpointRequest
    }
    response: EndpointSecret
  }

  /** One endpoint, with the number of its waiting messages and since when it fails. */
  readWebhookEndpoint: {
    input: {
      account_id: string
      endpoint_id: string
    }
    response: WebhookEndpoint
  }

  /** Changes the fields that the body names. `is_enabled` ends or starts its messages. */
  updateWebhookEndpoint: {
    input: {
      account_id: string
      endpoint_id: string
      body: UpdateEndpointRequest
    }
    response: WebhookEndpoint
  }

  /** Deletes an endpoint with its messages and its delivery log. */
  deleteWebhookEndpoint: {
    input: {
      account_id: string
      endpoint_id: string
    }
    response: void
  }

  /** Makes a new signing secret. For 24 hours messages carry signatures by both. */
  rotateSigningSecret: {
    input: {
      account_id: string
      endpoint_id: string
    }
    response: EndpointSecret
  }

  /** Sends a message of the type `endpoint.test`, whichever types the endpoint chose. */
  testWebhookEndpoint: {
    input: {
      account_id: string
      endpoint_id: string
    }
    response: TestMessage
  }

  /** The messages of an endpoint in pages. Pass `next` of a page as `before` for the next one. */
  listWebhookMessages: {
    input: {
      account_id: string
      endpoint_id: string
      before?: string
      state?: 'waiting' | 'delivered' | 'failed'
    }
    response: WebhookMessages
  }

  /** Sends the messages of a window again, the oldest first, with the ids they had. */
  replayWebhookMessages: {
    input: {
      account_id: string
      endpoint_id: string
      body: ReplayMessagesRequest
    }
    response: ReplayedMessages
  }

  /** One message with its body, and each attempt to deliver it with its outcome. */
  readWebhookMessage: {
    input: {
      account_id: string
      endpoint_id: string
      message_id: string
    }
    response: MessageDetails
  }

  /** Sends one message again, with the id it had. */
  replayWebhookMessage: {
    input: {
      account_id: string
      endpoint_id: string
      message_id: string
    }
    response: void
  }

  /** Confirms the e-mail address with the secret of the mailed link. The password shows that the reader of the mail is the person who signed up. */
  verifyEmail: {
    input: {
      body: VerifyEmailRequest
    }
    response: TokenPair
  }

  /** Confirms the e-mail address of the signed-in user with the secret of the mailed link. */
  verifyOwnEmail: {
    input: {
      body: MailedLinkRequest
    }
    response: void
  }

  /** Mails the link that confirms the e-mail address once more. */
  resendVerification: {
    input: {
      body: ResendRequest
    }
    response: void
  }

  /** Mails a link that sets a new password. The response does not tell whether the address has an account. */
  requestPasswordReset: {
    input: {
      body: PasswordResetRequest
    }
    response: void
  }

  /** Sets a new password with the secret of the mailed link, and ends all sign-ins of the user. */
  resetPassword: {
    input: {
      body: NewPasswordRequest
    }
    response: void
  }

  /** Changes the password of the signed-in user, and ends all of their other sign-ins. */
  changePassword: {
    input: {
      body: ChangePasswordRequest
    }
    response: void
  }

  /** Mails a link to the new address. The old one stays until the link is used. */
  requestEmailChange: {
    input: {
      body: ChangeEmailRequest
    }
    response: void
  }

  /** Changes the e-mail address with the secret of the link that was mailed to the new one. */
  confirmEmailChange: {
    input: {
      body: MailedLinkRequest
    }
    response: void
  }

  /** The browsers in which the user is signed in, with the time of their last use. */
  listSignIns: { input: {}; response: SignIns }

  /** Ends one sign-in with its access tokens and sessions. Repeat it as often as you like. */
  endSignIn: {
    input: {
      sign_in_id: string
    }
    response: void
  }

  /** Ends all sign-ins of the user, also the one of this call. */
  endSignIns: { input: {}; response: void }

  /** Whether two-step sign-in is on, how many recovery codes are left, and the passkeys. */
  readSignInMethods: { input: {}; response: SignInMethods }

  /** Everything that is stored about the user, as one document. */
  exportData: { input: {}; response: ExportedData }

  /** Deletes the user, and the accounts in which nobody else is a member. An account with other members needs another owner first. */
  deleteUser: {
    input: {
      body: PasswordRequest
    }
    response: void
  }

  /** Completes a sign-in with a code of the authenticator app or a recovery code. Returns the token pair. */
  finishSecondFactor: {
    input: {
      body: SecondFactorRequest
    }
    response: TokenPair
  }

  /** Returns a secret for an authenticator app. Two-step sign-in stays off until a code of the app confirms it. */
  startSecondFactor: {
    input: {
      body: PasswordRequest
    }
    response: SecondFactorSecret
  }

  /** Turns two-step sign-in on, and shows the recovery codes, which are stored as hashes. */
  confirmSecondFactor: {
    input: {
      body: SecondFactorCode
    }
    response: RecoveryCodes
  }

  /** Turns two-step sign-in off. */
  removeSecondFactor: {
    input: {
      body: PasswordRequest
    }
    response: void
  }

  /** Replaces all recovery codes by new ones, which are shown this once. */
  replaceRecoveryCodes: {
    input: {
      body: PasswordRequest
    }
    response: RecoveryCodes
  }

  /** Returns the options that a browser needs to create a passkey (WebAuthn). */
  passkeyOptions: {
    input: {
      body: PasswordRequest
    }
    response: PasskeyOptions
  }

  /** Stores the public key of a passkey that the browser created with the options of `passkeyOptions`. */
  addPasskey: {
    input: {
      body: AddPasskeyRequest
    }
    response: Passkey
  }

  /** Removes a passkey of the user. One that is gone is answered the same. */
  deletePasskey: {
    input: {
      passkey_id: string
      body: PasswordRequest
    }
    response: void
  }

  /** Returns a challenge for a sign-in with a passkey. It works once, for minutes. */
  passkeyLoginOptions: { input: {}; response: PasskeyOptions }

  /** Signs in with the signature of a passkey over the challenge. Returns the token pair. */
  loginWithPasskey: {
    input: {
      body: PasskeyLoginRequest
    }
    response: TokenPair
  }

  /** The members of an account and the invitations that are open. */
  readTeam: {
    input: {
      account_id: string
    }
    response: Team
  }

  /** Every act of members, API keys and operators in the account, the newest first. */
  readAuditLog: {
    input: {
      account_id: string
      before?: string
    }
    response: AuditLog
  }

  /** Mails an invitation that works once and expires. An address that is invited again gets a new one. */
  inviteMember: {
    input: {
      account_id: string
      body: InviteRequest
    }
    response: Invitation
  }

  /** Ends an invitation, so that its link no longer works. */
  revokeInvitation: {
    input: {
      account_id: string
      invitation_id: string
    }
    response: void
  }

  /** Changes what a member may do. It holds from the next request of that member on. */
  changeRole: {
    input: {
      account_id: string
      user_id: string
      body: RoleRequest
    }
    response: void
  }

  /** Removes a member from the account. Their sessions of it end within seconds, also in the ticket system. The owner cannot be removed. */
  removeMember: {
    input: {
      account_id: string
      user_id: string
    }
    response: void
  }

  /** Makes another member the owner. The owner becomes an admin. */
  handOver: {
    input: {
      account_id: string
      body: HandOverRequest
    }
    response: void
  }

  /** The API keys of an account without their secrets, the newest first. Keys that ended more than 30 days ago are left out. */
  listApiKeys: {
    input: {
      account_id: string
    }
    response: ApiKeys
  }

  /** Makes an API key. The response is the only one that shows its secret: store it at once. */
  createApiKey: {
    input: {
      account_id: string
      body: CreateApiKeyRequest
    }
    response: CreatedApiKey
  }

  /** Makes a new key with the same scopes. The old one works for `overlap_hours` more, so that servers can be changed one by one. */
  rotateApiKey: {
    input: {
      account_id: string
      key_id: string
      body: RotateApiKeyRequest
    }
    response: CreatedApiKey
  }

  /** Ends a key. When the call returns, no write of the key is going on and none begins. A key that ended before is answered the same. */
  revokeApiKey: {
    input: {
      account_id: string
      key_id: string
    }
    response: void
  }

  /** The account, scopes and expiry of the key in the call: a good first call of a new integration. */
  readOwnApiKey: { input: {}; response: OwnApiKey }

  /** The events that this account made with an id of its own, in pages, in the order in which they were made. */
  listPlatformEvents: {
    input: {
      cursor?: string
      limit?: number
    }
    response: PlatformEventList
  }

  /** One event by the id that the platform gave it, with its ticketing. */
  readPlatformEvent: {
    input: {
      external_id: string
    }
    response: PlatformEvent
  }

  /** Creates the event on the first call (201), and changes it on later ones (200). The body names all details: an optional field that is missing is empty afterwards. A call that changes nothing tells nobody. */
  putPlatformEvent: {
    input: {
      external_id: string
      body: PutPlatformEventRequest
    }
    response: PlatformEvent
  }

  /** What each service knows of the event: the evidence for why its tickets show or do not show. */
  platformEventReport: {
    input: {
      external_id: string
    }
    response: TicketingReport
  }

  /** Leads a user of the platform into the ticket system. The user becomes a member of the account. The session belongs to the browser whose `code_challenge` it has; send that browser to `landing_url`. */
  createPlatformSession: {
    input: {
      body: CreatePlatformSessionRequest
    }
    response: PlatformSession
  }

  /** Who invites whom to which account, for the page on which somebody decides. */
  readInvitation: {
    input: {
      body: InvitationRequest
    }
    response: InvitationDetails
  }

  /** Makes the signed-in user a member. The invitation must be for their e-mail address. */
  acceptInvitation: {
    input: {
      body: InvitationRequest
    }
    response: void
  }

  /** Ends an invitation for good. */
  declineInvitation: {
    input: {
      body: InvitationRequest
    }
    response: void
  }

  /** Stores a picture and returns its address for `imageUrl`. Metadata such as the place of a photo is removed. */
  uploadPicture: {
    input: {
      account_id?: number
      body: Blob | ArrayBuffer | Uint8Array<ArrayBuffer>
    }
    response: UploadedPicture
  }

  /** A reader tells the operators what is wrong with an event. It needs no account; the reference names the complaint on both sides. */
  fileComplaint: {
    input: {
      id: string
      body: ComplaintRequest
    }
    response: ComplaintReceived
  }

  /** The signed-in user with all of their accounts, and what they may do in each. */
  me: { input: {}; response: CurrentUser }

  /** The public keys with which anyone can verify an access token. */
  jwks: { input: {}; response: Jwks }

  /** Public events in pages, soonest first, narrowed down by search, city, category, price and time: all that is given must hold. Pass `next_cursor` of a page as `cursor` for the next one; it is null on the last. */
  listEvents: {
    input: {
      cursor?: string
      limit?: number
      when?: 'upcoming' | 'past' | 'all'
      account_id?: number
      q?: string
      city?: string
      category?:
        | 'SOCIAL'
        | 'FOOD_DRINK'
        | 'CHARITY'
        | 'MUSIC'
        | 'ART'
        | 'COMEDY'
        | 'THEATER'
        | 'BUSINESS'
        | 'TECH'
        | 'EDUCATION'
        | 'WORKSHOP'
        | 'SPORTS'
        | 'FESTIVAL'
        | 'NIGHTLIFE'
        | 'OTHER'
      price?: 'free' | 'paid'
      from?: string
      to?: string
    }
    response: EventList
  }

  /** The ids of all events, in pages of 5000 ids that stay the same when events are added. Without `page` only the number of pages is told. */
  eventIndex: {
    input: {
      page?: number
    }
    response: EventIndex
  }

  /** Cities to look for events in, those with most of the next events first. */
  listCities: { input: {}; response: CityList }

  /** Up to four other events to come: of the same organiser first, then of the same city and category. */
  relatedEvents: {
    input: {
      id: string
    }
    response: RelatedEvents
  }

  /** The name under which an account organises events. An account without events has none. */
  readOrganiser: {
    input: {
      account_id: string
    }
    response: PublicOrganiser
  }

  /** One public event with its ticketing. Send the `ETag` back in `If-None-Match` to get 304 while nothing changed. */
  readEvent: {
    input: {
      id: string
    }
    response: TuvensEvent
  }

  /** Orders, tickets and revenue of a linked event by day, added up from the orders of the ticket system at most a minute ago. `since` says from when on, where there are more orders than are read at once. */
  eventSales: {
    input: {
      id: string
    }
    response: EventSales
  }

  /** Creates an event in an account of the signed-in user. It has no ticketing yet. */
  createEvent: {
    input: {
      body: CreateEventRequest
    }
    response: TuvensEvent
  }

  /** Changes the fields that the body names. With `If-Match` a change by somebody else since is not overwritten: the response is 412. A linked event is changed in the ticket system, too. */
  updateEvent: {
    input: {
      id: string
      body: UpdateEventRequest
    }
    response: TuvensEvent
  }

  /** What each service knows of the event: the evidence for why its tickets show or do not show. */
  ticketingReport: {
    input: {
      id: string
    }
    response: TicketingReport
  }

  /** The fields in which the ticket system shows something else than the event, read at this moment. What somebody changed there is never overwritten before an organiser chooses. */
  eventDifferences: {
    input: {
      id: string
    }
    response: Differences
  }

  /** The events of an account that have differences, with the number of fields. */
  accountDifferences: {
    input: {
      account_id: string
    }
    response: EventsWithDifferences
  }

  /** Uses one of the two values of a field on both sides. `seen` names the value that the organiser looked at. */
  settleDifference: {
    input: {
      id: string
      body: SettleDifferenceRequest
    }
    response: Differences
  }

  /** The origins of the sites that may show the tickets of the event in a frame. */
  eventFraming: {
    input: {
      id: string
    }
    response: Framing
  }

  /** Replaces the list of sites that may frame the tickets. A site that is left out loses them with its next request. */
  putFraming: {
    input: {
      id: string
      body: PutFramingRequest
    }
    response: Framing
  }

  /** The same state that the stream begins with, for pages that cannot hold a stream open. */
  readTicketing: {
    input: {
      event_id: Array<string>
    }
    response: TicketingStates
  }

  /** Issues a session token for the signed-in user, who needs the permission `manage_ticketing`. With `code_challenge` it works only in the browser that has the code verifier. The browser goes to `landing_url`. */
  generateSession: {
    input: {
      body: GenerateSessionRequest
    }
    response: GenerateSessionResponse
  }

  /** Ends a session at once. A session that does not exist is answered the same. */
  revokeSession: {
    input: {
      body: RevokeSessionRequest
    }
    response: RevokeSessionResponse
  }

  /** Unlinks an event. Its ticketing status becomes `none`, and no site may frame its tickets any longer. */
  deleteLink: {
    input: {
      event_id: string
    }
    response: LinkResponse
  }
}

/** The name of an operation. */
export type OperationName = keyof Operations

/** Where each operation is. */
export const OPERATIONS = {
  register: {
    method: 'POST',
    path: '/api/auth/register',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  login: { method: 'POST', path: '/api/auth/login', query: [], credential: 'none', hasIdempotencyKey: false },
  refresh: {
    method: 'POST',
    path: '/api/auth/refresh',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  logout: {
    method: 'POST',
    path: '/api/auth/logout',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  listWebhookEventTypes: {
    method: 'GET',
    path: '/api/webhook-event-types',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  listWebhookEndpoints: {
    method: 'GET',
    path: '/api/accounts/:account_id/webhook-endpoints',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  createWebhookEndpoint: {
    method: 'POST',
    path: '/api/accounts/:account_id/webhook-endpoints',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  readWebhookEndpoint: {
    method: 'GET',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  updateWebhookEndpoint: {
    method: 'PATCH',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  deleteWebhookEndpoint: {
    method: 'DELETE',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  rotateSigningSecret: {
    method: 'POST',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id/rotate',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  testWebhookEndpoint: {
    method: 'POST',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id/test',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  listWebhookMessages: {
    method: 'GET',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id/messages',
    query: ['before', 'state'],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  replayWebhookMessages: {
    method: 'POST',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id/replay',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  readWebhookMessage: {
    method: 'GET',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id/messages/:message_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  replayWebhookMessage: {
    method: 'POST',
    path: '/api/accounts/:account_id/webhook-endpoints/:endpoint_id/messages/:message_id/replay',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  verifyEmail: {
    method: 'POST',
    path: '/api/auth/verify-email',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  verifyOwnEmail: {
    method: 'POST',
    path: '/api/auth/me/verify-email',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  resendVerification: {
    method: 'POST',
    path: '/api/auth/me/verify-email/resend',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  requestPasswordReset: {
    method: 'POST',
    path: '/api/auth/password-reset',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  resetPassword: {
    method: 'POST',
    path: '/api/auth/password-reset/confirm',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  changePassword: {
    method: 'POST',
    path: '/api/auth/me/password',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  requestEmailChange: {
    method: 'POST',
    path: '/api/auth/me/email',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  confirmEmailChange: {
    method: 'POST',
    path: '/api/auth/me/email/confirm',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  listSignIns: {
    method: 'GET',
    path: '/api/auth/me/sign-ins',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  endSignIn: {
    method: 'DELETE',
    path: '/api/auth/me/sign-ins/:sign_in_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  endSignIns: {
    method: 'DELETE',
    path: '/api/auth/me/sign-ins',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  readSignInMethods: {
    method: 'GET',
    path: '/api/auth/me/sign-in-methods',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  exportData: {
    method: 'GET',
    path: '/api/auth/me/data',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  deleteUser: {
    method: 'POST',
    path: '/api/auth/me/delete',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  finishSecondFactor: {
    method: 'POST',
    path: '/api/auth/login/second-factor',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  startSecondFactor: {
    method: 'POST',
    path: '/api/auth/me/second-factor',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  confirmSecondFactor: {
    method: 'POST',
    path: '/api/auth/me/second-factor/confirm',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  removeSecondFactor: {
    method: 'POST',
    path: '/api/auth/me/second-factor/remove',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  replaceRecoveryCodes: {
    method: 'POST',
    path: '/api/auth/me/second-factor/recovery-codes',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  passkeyOptions: {
    method: 'POST',
    path: '/api/auth/me/passkeys/options',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  addPasskey: {
    method: 'POST',
    path: '/api/auth/me/passkeys',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  deletePasskey: {
    method: 'POST',
    path: '/api/auth/me/passkeys/:passkey_id/remove',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  passkeyLoginOptions: {
    method: 'POST',
    path: '/api/auth/login/passkey/options',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  loginWithPasskey: {
    method: 'POST',
    path: '/api/auth/login/passkey',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  readTeam: {
    method: 'GET',
    path: '/api/accounts/:account_id/members',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  readAuditLog: {
    method: 'GET',
    path: '/api/accounts/:account_id/audit-log',
    query: ['before'],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  inviteMember: {
    method: 'POST',
    path: '/api/accounts/:account_id/invitations',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/accounts/:account_id/invitations/:invitation_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  changeRole: {
    method: 'PATCH',
    path: '/api/accounts/:account_id/members/:user_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  removeMember: {
    method: 'DELETE',
    path: '/api/accounts/:account_id/members/:user_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  handOver: {
    method: 'POST',
    path: '/api/accounts/:account_id/owner',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  listApiKeys: {
    method: 'GET',
    path: '/api/accounts/:account_id/api-keys',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  createApiKey: {
    method: 'POST',
    path: '/api/accounts/:account_id/api-keys',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  rotateApiKey: {
    method: 'POST',
    path: '/api/accounts/:account_id/api-keys/:key_id/rotate',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api/accounts/:account_id/api-keys/:key_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  readOwnApiKey: {
    method: 'GET',
    path: '/api/platform/key',
    query: [],
    credential: 'key',
    hasIdempotencyKey: false,
  },
  listPlatformEvents: {
    method: 'GET',
    path: '/api/platform/events',
    query: ['cursor', 'limit'],
    credential: 'key',
    hasIdempotencyKey: false,
  },
  readPlatformEvent: {
    method: 'GET',
    path: '/api/platform/events/:external_id',
    query: [],
    credential: 'key',
    hasIdempotencyKey: false,
  },
  putPlatformEvent: {
    method: 'PUT',
    path: '/api/platform/events/:external_id',
    query: [],
    credential: 'key',
    hasIdempotencyKey: true,
  },
  platformEventReport: {
    method: 'GET',
    path: '/api/platform/events/:external_id/report',
    query: [],
    credential: 'key',
    hasIdempotencyKey: false,
  },
  createPlatformSession: {
    method: 'POST',
    path: '/api/platform/sessions',
    query: [],
    credential: 'key',
    hasIdempotencyKey: true,
  },
  readInvitation: {
    method: 'POST',
    path: '/api/invitations/read',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  acceptInvitation: {
    method: 'POST',
    path: '/api/invitations/accept',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  declineInvitation: {
    method: 'POST',
    path: '/api/invitations/decline',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  uploadPicture: {
    method: 'POST',
    path: '/api/pictures',
    query: ['account_id'],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  fileComplaint: {
    method: 'POST',
    path: '/api/events/:id/complaints',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  me: { method: 'GET', path: '/api/auth/me', query: [], credential: 'user', hasIdempotencyKey: false },
  jwks: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  listEvents: {
    method: 'GET',
    path: '/api/events',
    query: ['cursor', 'limit', 'when', 'account_id', 'q', 'city', 'category', 'price', 'from', 'to'],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  eventIndex: {
    method: 'GET',
    path: '/api/events/index',
    query: ['page'],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  listCities: {
    method: 'GET',
    path: '/api/events/cities',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  relatedEvents: {
    method: 'GET',
    path: '/api/events/:id/related',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  readOrganiser: {
    method: 'GET',
    path: '/api/organisers/:account_id',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  readEvent: {
    method: 'GET',
    path: '/api/events/:id',
    query: [],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  eventSales: {
    method: 'GET',
    path: '/api/events/:id/sales',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  createEvent: {
    method: 'POST',
    path: '/api/events',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  updateEvent: {
    method: 'PATCH',
    path: '/api/events/:id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  ticketingReport: {
    method: 'GET',
    path: '/api/events/:id/ticketing-report',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  eventDifferences: {
    method: 'GET',
    path: '/api/events/:id/differences',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  accountDifferences: {
    method: 'GET',
    path: '/api/accounts/:account_id/differences',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  settleDifference: {
    method: 'POST',
    path: '/api/events/:id/differences',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  eventFraming: {
    method: 'GET',
    path: '/api/events/:id/framing',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  putFraming: {
    method: 'PUT',
    path: '/api/events/:id/framing',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  readTicketing: {
    method: 'GET',
    path: '/api/events/ticketing',
    query: ['event_id'],
    credential: 'none',
    hasIdempotencyKey: false,
  },
  generateSession: {
    method: 'POST',
    path: '/api/cross-app/generate-session',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  revokeSession: {
    method: 'POST',
    path: '/api/cross-app/revoke-session',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
  deleteLink: {
    method: 'DELETE',
    path: '/api/cross-app/links/:event_id',
    query: [],
    credential: 'user',
    hasIdempotencyKey: false,
  },
} as const satisfies Record<OperationName, object>
