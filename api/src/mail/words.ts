import { nameInMail } from '@tuvens/platform/text/name-in-mail'
import type { MailData, MailKind } from './store.ts'

export type MailLink = { label: string; path: string; next?: string | undefined }
/** The words of a mail. `path` is the page that a link opens; to that of `link` a secret is added, to that of `page` none. */
type MailWords = { subject: string; lines: string[]; link?: MailLink; page?: MailLink }

const NOT_YOU =
  'If this was not you, set a new password at once: choose "Forgot your password?" on the sign-in page.'
const IGNORE = 'If you did not ask for this, you need to do nothing.'

/** What each mail says: what happened, what to do, and what to do when it was somebody else. */
export const MAIL_WORDS: Record<MailKind, (data: MailData) => MailWords> = {
  verify_email: ({ next }) => ({
    subject: 'Confirm your e-mail address',
    lines: [
      'Welcome to Tuvens. Confirm that this address is yours; then you can publish events and sell tickets.',
      'The link works once, for 24 hours.',
      'If you did not sign up, do not open the link. Without it, nobody can use your address.',
    ],
    link: { label: 'Confirm this address', path: '/verify-email', next },
  }),
  reset_password: () => ({
    subject: 'Set a new password',
    lines: [
      'Somebody asked to set a new password for this address on Tuvens.',
      'The link works once, for one hour. It signs you out everywhere.',
      IGNORE,
    ],
    link: { label: 'Set a new password', path: '/reset-password' },
  }),
  change_email: () => ({
    subject: 'Confirm your new e-mail address',
    lines: [
      'You asked to use this address on Tuvens. Open the link in the browser in which you are signed in.',
      'The link works once, for 24 hours.',
      'If you did not ask for this, do not open the link.',
    ],
    link: { label: 'Use this address', path: '/account/email/confirm' },
  }),
  email_changed: ({ what = '' }) => ({
    subject: 'Your e-mail address was changed',
    lines: [
      `Your Tuvens account now uses ${what}. This address is no longer used.`,
      'If this was not you, write to us.',
    ],
  }),
  password_changed: () => ({
    subject: 'Your password was changed',
    lines: ['The password of your Tuvens account was changed, and other browsers were signed out.', NOT_YOU],
  }),
  sign_in_method_changed: ({ what = '' }) => ({
    subject: 'The way you sign in was changed',
    lines: [what, NOT_YOU],
  }),
  invitation: ({ account = '', by = '', role = '' }) => ({
    subject: `Join ${accountInMail(account)} on Tuvens`,
    lines: [
      `${nameInMail(by) || 'Somebody'} invites you to ${accountInMail(account)} on Tuvens as ${role}.`,
      'The link works once, for seven days. You can accept or decline.',
      'If you do not know them, you need to do nothing.',
    ],
    link: { label: 'See the invitation', path: '/invitation' },
  }),
  removed: ({ account = '' }) => ({
    subject: `You are no longer a member of ${accountInMail(account)}`,
    lines: [
      `You cannot manage the events of ${accountInMail(account)} any more. Your own account stays as it is.`,
    ],
  }),
  role_changed: ({ account = '', role = '' }) => ({
    subject: `Your role in ${accountInMail(account)} was changed`,
    lines: [
      `You are now ${role} in ${accountInMail(account)} on Tuvens.`,
      'Ticket pages that were open have ended. Open your event and go on from there with what you may do now.',
    ],
    page: { label: 'See your team', path: '/team' },
  }),
  handed_over: ({ account = '', by = '' }) => ({
    subject: `You now own ${accountInMail(account)}`,
    lines: [`${nameInMail(by) || 'Somebody'} made you the owner of ${accountInMail(account)} on Tuvens.`],
  }),
  session_misused: sessionMisused,
  flag_rolled_back: ({ what = '', reason = '' }) => ({
    subject: `The flag ${what} was turned off`,
    lines: [
      `The path behind the flag ${what} did worse than the path without it, so the guard turned it off for everyone.`,
      reason,
      `Find the cause first: npm run ops -- flags history ${what} tells how many calls and accounts were affected.`,
      `Then turn it on for a small part: npm run ops -- flags set ${what} --percent 5, and npm run ops -- flags on ${what}. Until then it stays off.`,
    ],
  }),
  webhook_endpoint_disabled: endpointDisabled,
  complaint_filed: ({ event = '', reason = '', what = '' }) => ({
    subject: `Complaint ${what} about an event`,
    lines: [
      `A reader reported the event "${nameInMail(event)}". The reason they chose is: ${reason}.`,
      'What they wrote is in the operator’s console, under Complaints.',
      'No other mail comes about this event while a complaint about it is open.',
    ],
  }),
  user_deleted: () => ({
    subject: 'Your Tuvens account is deleted',
    lines: [
      'Your account and the events that were yours alone are deleted.',
      'What ticket buyers bought stays with the ticket system.',
    ],
  }),
}

/** A name of digits or signs alone leaves nothing. */
function accountInMail(name: string): string {
  return nameInMail(name) || 'an account'
}

/** A line of a mail has 150 characters. */
const MAX_TITLE = 100

function sessionMisused({ event, at = '', reason, hasOwnAccounts = false }: MailData): MailWords {
  const [what, happened] =
    reason === 'SESSION_BROWSER_MISMATCH'
      ? ['was opened in another browser', 'opened in a browser that did not ask for it']
      : ['was used twice', 'used a second time']
  return {
    subject: `A link to your tickets ${what}`,
    lines: [
      `On ${at}, a link of yours to the ticket pages was ${happened}.`,
      ...(event === undefined ? [] : [`It was the link to the event “${event.slice(0, MAX_TITLE)}”.`]),
      'In case somebody else has it, it gives no access any more: anyone who had come in by it was signed out of the ticket pages.',
      'If that was you, start again from the page of the event. There is nothing else to do.',
      hasOwnAccounts
        ? 'If it was not you, change your password, and sign out everywhere. Your account page leads to both.'
        : 'If it was not you, tell the administrator who gives you access to Tuvens.',
    ],
    ...(hasOwnAccounts && { page: { label: 'Open your account', path: '/account' } }),
  }
}

const WHY_DISABLED: Readonly<Record<string, string>> = {
  gone: 'It answered that it is gone for good (410).',
  failing: 'Every attempt of the last five days failed.',
  overflow: 'Too many messages waited for it.',
}

function endpointDisabled({ account = '', what = '', reason = '' }: MailData): MailWords {
  return {
    subject: 'A webhook endpoint was disabled',
    lines: [
      `Tuvens sends no more messages about ${accountInMail(account)} to an endpoint at ${what}.`,
      WHY_DISABLED[reason] ?? '',
      'Its page shows each attempt. Enable it there when it works again: what waited is sent then.',
    ],
    page: { label: 'See your webhooks', path: '/team/webhooks' },
  }
}
