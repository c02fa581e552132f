import type { Context } from '../context.ts'
import type { Probe } from './probe/probe.ts'
import { createDoctorWebhook, type DoctorWebhook } from './setup/create-webhook.ts'
import { type DoctorLogin, signIn } from './setup/sign-in.ts'

/** The examined ticket origin, and the upstream steps its checks share: the first check that needs a step runs it, once. */
export type DoctorTarget = {
  context: Context
  probe: Probe
  /** Signs in with this installation's throw-away login. @throws FindingError */
  signIn: () => Promise<DoctorLogin>
  /** Creates its organizer and webhook. @throws FindingError */
  createWebhook: () => Promise<DoctorWebhook>
  /** How long a webhook may take to arrive, in milliseconds. */
  webhookTimeoutMs: number
  isInterrupted: () => boolean
  /** Registers how something created is removed again; the last created is removed first. */
  onCleanUp: (what: string, remove: () => Promise<unknown>) => void
}

/** All but the shared steps. */
export type DoctorTargetParts = Omit<DoctorTarget, 'signIn' | 'createWebhook'>

export function createDoctorTarget(parts: DoctorTargetParts): DoctorTarget {
  const target: DoctorTarget = {
    ...parts,
    signIn: once(() => signIn(target)),
    createWebhook: once(() => createDoctorWebhook(target)),
  }
  return target
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
