import { decodeJwt, jwtVerify } from 'jose'
import type { LinkedAccount } from '../mapping/account.ts'
import type { Me } from '../upstream/answers.ts'
import { isUpstream, type UpstreamError } from '../upstream/errors.ts'
import type { Credentials } from '../upstream/hi-events.ts'
import { FaultFound, type Finding, well, wrong } from './finding.ts'
import type { Patient } from './patient.ts'
import { createRest } from './rest.ts'
import { DOCTOR, throwAwayLogin } from './throw-away.ts'
import { troubleOf } from './trouble.ts'

/** The doctor, signed in to Hi.Events. */
export type SignedIn = {
  token: string
  me: Me
  email: string
  isNew: boolean
  /** When Hi.Events issued the token by its own clock and when by ours, in milliseconds. */
  issued: { theirs: number; ours: number } | null
}

/**
 * Signs in with this installation's throw-away login; registers it on the first examination.
 *
 * @throws FaultFound
 */
export async function signIn(patient: Patient): Promise<SignedIn> {
  try {
    const { token, email, isNew } = await enter(patient)
    const ours = patient.context.clock.now()
    const me = await patient.context.hiEvents.me(token)
    return { token, me, email, isNew, issued: issuedOf(token, ours) }
  } catch (error) {
    if (error instanceof FaultFound) throw error
    throw new FaultFound(troubleOf(error))
  }
}

async function enter({ context }: Patient): Promise<{ token: string; email: string; isNew: boolean }> {
  const rest = createRest(context.caller)
  const [first, ...older] = context.secrets.credentialKeys.map(throwAwayLogin)
  for (const login of first === undefined ? older : [first, ...older]) {
    const token = await rest.login(login).catch(noneWhen401)
    if (token !== null) return { token, email: login.email, isNew: false }
  }
  const login = first ?? throwAwayLogin('')
  const token = await register(rest, login)
  return { token, email: login.email, isNew: true }
}

function noneWhen401(error: unknown): null {
  if (isUpstream(error, 'unauthorised')) return null
  throw error
}

async function register(rest: ReturnType<typeof createRest>, login: Credentials): Promise<string> {
  try {
    const token = await rest.register(login)
    if (token !== null) return token
  } catch (error) {
    if (!isUpstream(error, 'forbidden', 'missing', 'refused', 'unauthorised')) throw error
    throw new FaultFound(closedRegistration(error))
  }
  throw new FaultFound(
    wrong(
      'POST /auth/register was answered without the header X-Auth-Token',
      'Let no proxy before Hi.Events drop the header X-Auth-Token.',
    ),
  )
}

function closedRegistration({ status, sentence }: UpstreamError): Finding {
  return wrong(
    `Hi.Events lets nobody register: ${status ?? ''} ${sentence ?? ''}`.trim(),
    'Set APP_DISABLE_REGISTRATION=false at Hi.Events: accounts are made for organisers when they first enable ticketing.',
    'The ticket origin closes registration to the public by itself.',
  )
}

function issuedOf(token: string, ours: number): SignedIn['issued'] {
  try {
    const { iat } = decodeJwt(token)
    return iat === undefined ? null : { theirs: iat * 1000, ours }
  } catch {
    return null
  }
}

/** Spec 3.6 no. 4: register or log in, or a minted JWT, is accepted. */
export async function checkSignIn(patient: Patient): Promise<Finding> {
  const signedIn = await patient.signedIn()
  const account = await createRest(patient.context.caller).account(signedIn.token)
  if (account.is_saas_mode_enabled === true || account.is_account_email_confirmed === false) {
    return wrong(
      account.is_saas_mode_enabled === true
        ? 'Hi.Events runs in SaaS mode'
        : 'Hi.Events waits for an e-mail to be confirmed before an account may do anything',
      'Set APP_SAAS_MODE_ENABLED=false at Hi.Events: behind its e-mail gate no account can be made for an organiser.',
    )
  }
  const entered = `${signedIn.isNew ? 'registered' : 'signed in as'} ${signedIn.email}`
  return patient.context.config.loginMode === 'jwt' ? checkMinted(patient, signedIn, entered) : well(entered)
}

async function checkMinted(patient: Patient, signedIn: SignedIn, entered: string): Promise<Finding> {
  const { context } = patient
  const key = new TextEncoder().encode(context.secrets.hiEventsJwt)
  const fits = await jwtVerify(signedIn.token, key, { clockTolerance: '1 year' }).then(
    () => true,
    () => false,
  )
  if (!fits) {
    return wrong(
      'HI_EVENTS_JWT_SECRET is not the key Hi.Events signs with: a token of its own does not verify',
      'Set HI_EVENTS_JWT_SECRET to the value of JWT_SECRET at Hi.Events, to the letter; or set HI_EVENTS_LOGIN=password, which needs no key.',
    )
  }
  try {
    await context.hiEvents.me(await context.login.signIn(linkedOf(signedIn)))
    return well(`${entered}; a minted token is accepted`)
  } catch (error) {
    if (!isUpstream(error, 'unauthorised')) throw error
    return refusedMint(signedIn)
  }
}

function refusedMint({ issued }: SignedIn): Finding {
  const ahead = issued === null ? 0 : Math.round((issued.ours - issued.theirs) / 1000)
  if (ahead > 30) {
    return wrong(
      `a minted token is refused: this machine's clock is ${ahead} s ahead of Hi.Events'`,
      'Set both clocks by NTP (timedatectl set-ntp true): a token from the future is refused.',
    )
  }
  return wrong(
    'a minted token is refused although the key is right',
    'This Hi.Events makes its tokens otherwise than 1.8 does: set HI_EVENTS_LOGIN=password.',
  )
}

function linkedOf({ me, email }: SignedIn): LinkedAccount {
  return {
    id: -1,
    name: DOCTOR,
    tenantKey: '',
    loginEmail: email,
    credential: null,
    hiUserId: me.id,
    hiAccountId: me.account_id ?? 0,
    hiRole: me.role ?? 'ADMIN',
    organizerId: null,
    webhookId: null,
    webhookSecret: null,
    webhookMendedAt: null,
  }
}
