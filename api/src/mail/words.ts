import type { PlainKey, Text } from '@tuvens/messages'
import { nameInMail } from '@tuvens/platform/text/name-in-mail'
import type { MailData, MailKind } from './store.ts'

export type MailLink = { label: string; path: string; next?: string | undefined }
/** The words of a mail. `path` is the page that a link opens; to that of `link` a secret is added, to that of `page` none. */
type MailWords = { subject: string; lines: string[]; link?: MailLink; page?: MailLink }
/** Texts in the language of a mail, and how it writes an instant (ISO 8601). */
export type MailText = { t: Text; timeOf: (instant: string) => string }

type Write = (data: MailData, text: MailText) => MailWords

/** What each mail says: what happened, what to do, and what to do when it was somebody else. */
export const MAIL_WORDS: Record<MailKind, Write> = {
  verify_email: ({ next }, { t }) => ({
    subject: t('mail.verify.subject'),
    lines: [t('mail.verify.welcome'), t('mail.forOneDay'), t('mail.verify.ignore')],
    link: { label: t('mail.verify.link'), path: '/verify-email', next },
  }),
  reset_password: (_, { t }) => ({
    subject: t('mail.reset.subject'),
    lines: [t('mail.reset.asked'), t('mail.reset.forOneHour'), t('mail.reset.ignore')],
    link: { label: t('mail.reset.subject'), path: '/reset-password' },
  }),
  change_email: (_, { t }) => ({
    subject: t('mail.change.subject'),
    lines: [t('mail.change.asked'), t('mail.forOneDay'), t('mail.change.ignore')],
    link: { label: t('mail.change.link'), path: '/account/email/confirm' },
  }),
  email_changed: ({ what: email = '' }, { t }) => ({
    subject: t('mail.emailChanged.subject'),
    lines: [t('mail.emailChanged.text', { email }), t('mail.emailChanged.notYou')],
  }),
  password_changed: (_, { t }) => ({
    subject: t('mail.passwordChanged.subject'),
    lines: [t('mail.passwordChanged.text'), t('mail.notYou')],
  }),
  // The release before stored a sentence.
  sign_in_method_changed: ({ change, what = '' }, { t }) => ({
    subject: t('mail.method.subject'),
    lines: [change === undefined ? what : t(`mail.method.${change}`), t('mail.notYou')],
  }),
  invitation: ({ account, by, role }, { t }) => ({
    subject: t('mail.invitation.subject', { account: accountInMail(t, account) }),
    lines: [
      t('mail.invitation.text', {
        by: personInMail(t, by),
        account: accountInMail(t, account),
        role: roleOf(role),
      }),
      t('mail.invitation.forSevenDays'),
      t('mail.invitation.ignore'),
    ],
    link: { label: t('mail.invitation.link'), path: '/invitation' },
  }),
  removed: ({ account }, { t }) => ({
    subject: t('mail.removed.subject', { account: accountInMail(t, account) }),
    lines: [t('mail.removed.text', { account: accountInMail(t, account) })],
  }),
  role_changed: ({ account, role }, { t }) => ({
    subject: t('mail.role.subject', { account: accountInMail(t, account) }),
    lines: [
      t('mail.role.text', { account: accountInMail(t, account), role: roleOf(role) }),
      t('mail.role.ended'),
    ],
    page: { label: t('mail.role.page'), path: '/team' },
  }),
  handed_over: ({ account, by }, { t }) => ({
    subject: t('mail.owner.subject', { account: accountInMail(t, account) }),
    lines: [t('mail.owner.text', { by: personInMail(t, by), account: accountInMail(t, account) })],
  }),
  session_misused: sessionMisused,
  flag_rolled_back: flagRolledBack,
  webhook_endpoint_disabled: endpointDisabled,
  complaint_filed: complaintFiled,
  user_deleted: (_, { t }) => ({
    subject: t('mail.deleted.subject'),
    lines: [t('mail.deleted.text'), t('mail.deleted.tickets')],
  }),
}

/** A name of digits or signs alone leaves nothing. */
function accountInMail(t: Text, name = ''): string {
  return nameInMail(name) || t('mail.unnamedAccount')
}

function personInMail(t: Text, name = ''): string {
  return nameInMail(name) || t('mail.somebody')
}

function roleOf(role: string | undefined) {
  return role === 'admin' || role === 'editor' || role === 'viewer' ? role : 'other'
}

const MAX_TITLE = 100

function sessionMisused(
  { event, at = '', reason, hasOwnAccounts = false }: MailData,
  { t, timeOf }: MailText,
): MailWords {
  const how = reason === 'SESSION_BROWSER_MISMATCH' ? 'browser' : 'other'
  return {
    subject: t('mail.misused.subject', { how }),
    lines: [
      t('mail.misused.text', { how, at: timeOf(at) }),
      ...(event === undefined ? [] : [t('mail.misused.event', { event: event.slice(0, MAX_TITLE) })]),
      t('mail.misused.ended'),
      t('mail.misused.wasYou'),
      hasOwnAccounts ? t('mail.misused.changePassword') : t('mail.misused.tellAdministrator'),
    ],
    ...(hasOwnAccounts && { page: { label: t('mail.misused.page'), path: '/account' } }),
  }
}

/** For the operator, in English as the commands and the console are. */
function flagRolledBack({ what = '', reason = '' }: MailData): MailWords {
  return {
    subject: `The flag ${what} was turned off`,
    lines: [
      `The path behind the flag ${what} did worse than the path without it, so the guard turned it off for everyone.`,
      reason,
      `Find the cause first: npm run ops -- flags history ${what} tells how many calls and accounts were affected.`,
      `Then turn it on for a small part: npm run ops -- flags set ${what} --percent 5, and npm run ops -- flags on ${what}. Until then it stays off.`,
    ],
  }
}

/** For the operator, too. */
function complaintFiled({ event = '', reason = '', what = '' }: MailData): MailWords {
  return {
    subject: `Complaint ${what} about an event`,
    lines: [
      `A reader reported the event "${nameInMail(event)}". The reason they chose is: ${reason}.`,
      'What they wrote is in the operator’s console, under Complaints.',
      'No other mail comes about this event while a complaint about it is open.',
    ],
  }
}

const WHY_DISABLED: ReadonlyMap<string, PlainKey & `mail.endpoint.${'gone' | 'failing' | 'overflow'}`> =
  new Map([
    ['gone', 'mail.endpoint.gone'],
    ['failing', 'mail.endpoint.failing'],
    ['overflow', 'mail.endpoint.overflow'],
  ])

function endpointDisabled({ account, what: host = '', reason = '' }: MailData, { t }: MailText): MailWords {
  const why = WHY_DISABLED.get(reason)
  return {
    subject: t('mail.endpoint.subject'),
    lines: [
      t('mail.endpoint.text', { account: accountInMail(t, account), host }),
      ...(why === undefined ? [] : [t(why)]),
      t('mail.endpoint.next'),
    ],
    page: { label: t('mail.endpoint.page'), path: '/team/webhooks' },
  }
}
