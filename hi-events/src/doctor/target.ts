import type { Context } from '../context.ts'
import type { Me } from '../upstream/answers.ts'
import type { Probe } from './probe/probe.ts'
import type { DoctorCalls } from './setup/doctor-calls.ts'

/** The doctor, signed in to Hi.Events. */
export type DoctorLogin = {
  token: string
  me: Me
  email: string
  isNew: boolean
  /** When Hi.Events issued the token, by its clock and by ours, in milliseconds. */
  issued: { theirs: number; ours: number } | null
}

/** The doctor's webhook; `refused` is Hi.Events' sentence when it does not accept the address. */
export type DoctorWebhook = {
  organizerId: number
  tenantKey: string
  created: { id: number; secret: string | undefined } | null
  refused: string | null
}

/** The examined ticket origin, and the upstream steps its checks share: the first check that needs a step runs it, once. */
export type DoctorTarget = {
  context: Context
  probe: Probe
  calls: DoctorCalls
  /** Signs in with the login that this installation keeps for the doctor. @throws FindingError */
  signIn: () => Promise<DoctorLogin>
  /** Creates its organizer and webhook. @throws FindingError */
  createWebhook: () => Promise<DoctorWebhook>
  /** How long a webhook may take to arrive, in milliseconds. */
  webhookTimeoutMs: number
  /** After how long a webhook that arrives counts as slow, in milliseconds. */
  webhookSlowMs: number
  isInterrupted: () => boolean
  /** Registers how something created is removed again; the last created is removed first. */
  onCleanUp: (what: string, remove: () => Promise<unknown>) => void
}
