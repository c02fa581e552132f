import { Refusal } from '../../../refusal.ts'
import type { FormReader } from './form-reader.ts'
import type { FieldProblem } from './form-state.ts'

/** Maps a refusal of the box office about `field` to a field of the form and its message. */
export type RefusalMapper = (field: string, message: string) => FieldProblem

const unchanged: RefusalMapper = (field, message) => ({ field, message })

/** Runs `write` unless the form has problems. False when the form or the box office refused it; the form has the reason. */
export async function submitForm(
  form: FormReader,
  write: () => Promise<unknown>,
  mapRefusal: RefusalMapper = unchanged,
): Promise<boolean> {
  if (!form.ok) return false
  try {
    await write()
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 422 && error.status !== 409)) throw error
    for (const [field, messages] of Object.entries(error.errors ?? { '': [error.message] })) {
      const problem = mapRefusal(field, messages[0] ?? error.message)
      form.refuse(problem.field, problem.message)
    }
    return false
  }
}
