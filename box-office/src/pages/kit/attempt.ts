import { Refusal } from '../../refusal.ts'
import type { FormReader, Problem } from './form.ts'

/** Where on the form, and in which words, something is told that the box office refused about `field`. */
export type Tell = (field: string, message: string) => Problem

const asItIs: Tell = (field, message) => ({ field, message })

/** Does what a form asks for. False when the form or the box office refused it; the form then says why. */
export async function attempt(
  form: FormReader,
  work: () => Promise<unknown>,
  tell: Tell = asItIs,
): Promise<boolean> {
  if (!form.ok) return false
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 422 && error.status !== 409)) throw error
    for (const [field, messages] of Object.entries(error.errors ?? { '': [error.message] })) {
      const told = tell(field, messages[0] ?? error.message)
      form.refuse(told.field, told.message)
    }
    return false
  }
}
