import type { Context } from '../context.ts'
import type { Look } from './look.ts'
import { type Hook, makeHook } from './hook.ts'
import { type SignedIn, signIn } from './sign-in.ts'

/** What is examined, and what checks share: each step upstream is made once, by the first check that needs it. */
export type Patient = {
  context: Context
  look: Look
  /** The throw-away login of this installation. @throws FaultFound */
  signedIn: () => Promise<SignedIn>
  /** Its organizer and webhook. @throws FaultFound */
  hook: () => Promise<Hook>
  /** How long a webhook may take, in milliseconds. */
  patienceMs: number
  /** Whether the examination was interrupted. */
  isLeaving: () => boolean
  /** Remembers how something made is removed again; the last made goes first. */
  onLeave: (what: string, remove: () => Promise<unknown>) => void
}

/** Everything but the shared steps. */
export type PatientParts = Omit<Patient, 'signedIn' | 'hook'>

/** Puts the shared steps to the parts. */
export function createPatient(parts: PatientParts): Patient {
  const patient: Patient = {
    ...parts,
    signedIn: once(() => signIn(patient)),
    hook: once(() => makeHook(patient)),
  }
  return patient
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
