import { jwtVerify } from 'jose'
import type { LoginAccount } from '../../mapping/login-method.ts'
import { isUpstream } from '../../upstream/errors.ts'
import { failed, type Finding, ok } from '../finding.ts'
import { DOCTOR_ACCOUNT } from '../store.ts'
import type { DoctorLogin, DoctorTarget } from '../target.ts'

/** Registering or logging in works, and in the mode jwt a signed token is accepted (spec 3.6 no. 4). */
export async function checkSignIn(target: DoctorTarget): Promise<Finding> {
  const login = await target.signIn()
  const account = await target.calls.account(login.token)
  if (account.is_saas_mode_enabled === true || account.is_account_email_confirmed === false) {
    return failed(
      account.is_saas_mode_enabled === true
        ? 'Hi.Events runs in SaaS mode'
        : 'Hi.Events blocks an account until its e-mail address is confirmed',
      'Set APP_SAAS_MODE_ENABLED=false at Hi.Events: its e-mail confirmation blocks the accounts that the ticket origin creates.',
    )
  }
  const summary = `${login.isNew ? 'registered' : 'signed in as'} ${login.email}`
  return target.context.config.loginMode === 'jwt' ? checkSignedToken(target, login, summary) : ok(summary)
}

async function checkSignedToken(target: DoctorTarget, login: DoctorLogin, summary: string): Promise<Finding> {
  const { context } = target
  const key = new TextEncoder().encode(context.secrets.hiEventsJwt)
  const isKey = await jwtVerify(login.token, key, { clockTolerance: '1 year' }).then(
    () => true,
    () => false,
  )
  if (!isKey) {
    return failed(
      'HI_EVENTS_JWT_SECRET is not the key Hi.Events signs with: a token it issued does not verify',
      'Set HI_EVENTS_JWT_SECRET to the value of JWT_SECRET at Hi.Events, exactly; or set HI_EVENTS_LOGIN=password, which needs no key.',
    )
  }
  try {
    await context.hiEvents.me(await context.login.signIn(accountOf(login)))
    return ok(`${summary}; a signed token is accepted`)
  } catch (error) {
    if (!isUpstream(error, 'unauthorised')) throw error
    return refusedToken(login)
  }
}

function refusedToken({ issued }: DoctorLogin): Finding {
  const ahead = issued === null ? 0 : Math.round((issued.ours - issued.theirs) / 1000)
  if (ahead > 30) {
    return failed(
      `a signed token is refused: this machine's clock is ${ahead} s ahead of Hi.Events'`,
      'Set both clocks by NTP (timedatectl set-ntp true): Hi.Events refuses a token from the future.',
    )
  }
  return failed(
    'a signed token is refused although its key is right',
    'This Hi.Events issues other tokens than 1.8 does: set HI_EVENTS_LOGIN=password.',
  )
}

function accountOf({ me, email }: DoctorLogin): LoginAccount {
  return {
    id: DOCTOR_ACCOUNT,
    loginEmail: email,
    credential: null,
    credentialKind: null,
    hiUserId: me.id,
    hiAccountId: me.account_id ?? 0,
    hiRole: me.role ?? 'ADMIN',
  }
}
