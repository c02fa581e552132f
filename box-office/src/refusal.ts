export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** What the caller is told when a request is understood and not done. Thrown, so that a transaction under way is undone. */
export class Refusal extends Error {
  readonly status: number
  readonly errors: FieldErrors | undefined

  constructor(status: number, message: string, errors?: FieldErrors) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.errors = errors
  }
}

/** 422 about one field (or about something the caller knows under that name). */
export function invalid(field: string, message: string): Refusal {
  return new Refusal(422, message, { [field]: [message] })
}

/** 404 with the sentence a Hi.Events answers. */
export function missing(model: string, id: number | string): Refusal {
  return new Refusal(404, `No query results for model [HiEvents\\Models\\${model}] ${id}`)
}
