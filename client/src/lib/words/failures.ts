import type { ErrorCode } from '@tuvens/contract'

export type FailureText = { title: string; message: string }

/** The text a person reads for a code: what happened, and what to do next. */
const TEXTS: Partial<Record<ErrorCode, FailureText>> = {
  VALIDATION_ERROR: {
    title: 'Something in this form needs another look',
    message: 'Check what you entered and send it again.',
  },
  AUTHENTICATION_REQUIRED: {
    title: 'You are signed out',
    message: 'Sign in again to go on. Nothing you did is lost.',
  },
  TOKEN_EXPIRED: { title: 'You are signed out', message: 'Sign in again to go on. Nothing you did is lost.' },
  TOKEN_INVALID: { title: 'You are signed out', message: 'Sign in again to go on. Nothing you did is lost.' },
  INVALID_CREDENTIALS: {
    title: 'That e-mail and password do not match',
    message: 'Check both and try again.',
  },
  SECOND_FACTOR_INVALID: {
    title: 'That code is not right',
    message: 'Wait for the next code of your app, or use another recovery code.',
  },
  PASSKEY_INVALID: {
    title: 'That passkey could not be used',
    message: 'Try again, or use your password.',
  },
  EMAIL_NOT_VERIFIED: {
    title: 'Confirm your e-mail first',
    message: 'Open the link that we mailed to you. The page “Confirm your e-mail” sends it again.',
  },
  INVITED_ANOTHER: {
    title: 'This invitation is for another e-mail',
    message: 'Sign in with the address that got the mail, or ask for an invitation to yours.',
  },
  ORGANISER_NOT_FOUND: {
    title: 'There is no such organiser',
    message: 'Check the address. Their events may have been deleted.',
  },
  MAILED_LINK_INVALID: {
    title: 'This link does not work any more',
    message: 'It was used, replaced by a newer one, or is too old. Ask for a new one.',
  },
  MEMBER_NOT_FOUND: {
    title: 'This person is no longer a member',
    message: 'The list on this page shows who is.',
  },
  API_KEY_NOT_FOUND: {
    title: 'This API key has ended',
    message: 'It was revoked, replaced or has expired. The page “API keys” lists those that work.',
  },
  ALREADY_A_MEMBER: {
    title: 'This person is a member already',
    message: 'You can change their role in the list.',
  },
  OWNER_NEEDED: {
    title: 'An account needs an owner',
    message: 'Hand it over to another member first, or remove the other members.',
  },
  EMAIL_TAKEN: {
    title: 'There is already an account with this e-mail',
    message: 'Sign in instead, or use another address.',
  },
  NOT_A_MEMBER: {
    title: 'This event belongs to another organiser',
    message: 'Ask one of its members to give you access.',
  },
  PERMISSION_DENIED: {
    title: 'Your role does not allow this',
    message: 'Ask an owner or admin of the account to change your role.',
  },
  ORIGIN_NOT_ALLOWED: {
    title: 'This request came from another site',
    message: 'Open the event page here and try again.',
  },
  NOT_FOUND: {
    title: 'There is no page here',
    message: 'The address may have a typing mistake, or the page has moved.',
  },
  ENDPOINT_NOT_FOUND: {
    title: 'There is no such webhook endpoint or message',
    message: 'It may have been deleted. The page “Webhooks” lists the endpoints of your account.',
  },
  ENDPOINT_ADDRESS: {
    title: 'Webhooks cannot be sent to this address',
    message: 'Enter an https address that can be reached from the Internet.',
  },
  PICTURE_NOT_FOUND: {
    title: 'This picture is not there any more',
    message: 'It may have been changed a moment ago. Open the page again and look at what it shows now.',
  },
  PICTURE_UNREADABLE: {
    title: 'This picture cannot be used here',
    message: 'We cannot read it. Edit the event and choose another picture.',
  },
  PICTURE_SIZE: {
    title: 'This picture cannot be used here',
    message:
      'It is less than 600 pixels wide, or too long and narrow. Edit the event and choose another picture.',
  },
  PICTURE_GONE: {
    title: 'The picture is no longer stored',
    message: 'It was chosen more than a day ago. Choose it again and save once more.',
  },
  EVENT_NOT_FOUND: {
    title: 'There is no such event',
    message: 'It may have been removed, or the link has a typing mistake.',
  },
  LINK_CONFLICT: {
    title: 'This event is linked to other ticketing',
    message: 'Unlink the present ticketing first, then enable it again.',
  },
  PRECONDITION_FAILED: {
    title: 'Someone changed this event meanwhile',
    message: 'Your entries are still here. Look at what is different below, then save again.',
  },
  BUSINESS_RULE: {
    title: 'This cannot be saved as it stands',
    message: 'Check the dates and try again.',
  },
  METHOD_NOT_ALLOWED: {
    title: 'This address cannot be used like this',
    message: 'It may have a typing mistake. Go back, or follow the link again.',
  },
  PAYLOAD_TOO_LARGE: { title: 'That is too much text', message: 'Shorten the description and try again.' },
  RATE_LIMITED: {
    title: 'That was a lot of tries in a short time',
    message: 'Wait a minute, then try again.',
  },
  API_UNAVAILABLE: {
    title: 'Tuvens cannot be reached right now',
    message: 'The connection to our event service is down. Try again in a moment; nothing is lost.',
  },
  SERVICE_UNAVAILABLE: {
    title: 'Tuvens cannot be reached right now',
    message: 'The event service is busy or restarting. Try again in a moment; nothing is lost.',
  },
}

const FALLBACK: FailureText = {
  title: 'Something failed on our side',
  message: 'Try again in a moment. If it stays like this, tell us what you were doing.',
}

/** `retryAfterSeconds`: when it works again, where that is known. */
export function failureText(code: ErrorCode, retryAfterSeconds: number | null = null): FailureText {
  const text = TEXTS[code] ?? FALLBACK
  if (code !== 'RATE_LIMITED' || retryAfterSeconds === null) return text
  return { ...text, message: `Wait ${durationOf(retryAfterSeconds)}, then try again.` }
}

function durationOf(seconds: number): string {
  const [count, unit] = seconds > 90 ? [Math.ceil(seconds / 60), 'minute'] : [Math.ceil(seconds), 'second']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
