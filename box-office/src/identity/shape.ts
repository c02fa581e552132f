import { isoMicros, orNull, sqlDate } from '../rest/dates.ts'
import type { AccountRow, MemberRow, UserRow } from './store.ts'

export function accountShape(account: AccountRow) {
  return {
    id: account.id,
    name: account.name,
    currency_code: account.currency_code,
    timezone: account.timezone,
    updated_at: isoMicros(account.updated_at),
    is_account_email_confirmed: true,
    is_saas_mode_enabled: false,
    requires_manual_verification: false,
  }
}

/** With the configuration of a self-hosted installation. */
export function accountDetailShape(account: AccountRow) {
  const { requires_manual_verification, ...rest } = accountShape(account)
  return {
    ...rest,
    configuration: {
      id: 1,
      name: 'Default',
      is_system_default: true,
      application_fees: { percentage: 0, fixed: 0, currency: 'USD' },
      bypass_application_fees: false,
    },
    requires_manual_verification,
  }
}

export function userShape(user: UserRow) {
  return {
    id: user.id,
    timezone: user.timezone,
    first_name: user.first_name,
    last_name: user.last_name,
    full_name: `${user.first_name} ${user.last_name}`.trim(),
    email: user.email,
    is_email_verified: true,
    has_pending_email_change: false,
    locale: user.locale,
    marketing_opted_in_at: null,
  }
}

export function memberShape(member: MemberRow) {
  return {
    ...userShape(member),
    role: member.role,
    is_account_owner: member.is_owner,
    last_login_at: orNull(sqlDate, member.last_login_at),
    status: member.status,
    account_id: member.account_id,
  }
}
