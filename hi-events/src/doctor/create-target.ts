import { createDoctorWebhook } from './setup/create-webhook.ts'
import { signIn } from './setup/sign-in.ts'
import type { DoctorTarget, DoctorTargetParts } from './target.ts'

/** Adds the shared steps to a target. */
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
