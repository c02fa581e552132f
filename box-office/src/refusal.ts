import { ExpectedError } from '@tuvens/platform/http/errors'

export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** An error response of the REST API, without a stack trace. Thrown, so that an open transaction is rolled back. */
export class Refusal extends ExpectedError {
  readonly status: number
  readonly errors: FieldErrors | undefined

  constructor(status: number, message: string, errors?: FieldErrors) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.errors = errors
  }
}

/** A refusal that passes. */
export class PassingRefusal extends Refusal {
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter: number

  constructor(status: number, message: string, retryAfter: number) {
    super(status, message)
    this.retryAfter = Math.max(1, Math.ceil(retryAfter))
  }
}

/** 422 about one field. */
export function invalid(field: string, message: string): Refusal {
  return new Refusal(422, message, { [field]: [message] })
}

/** 404 with the message of Hi.Events. */
export function missing(model: string, id: number | string): Refusal {
  return new Refusal(404, `No query results for model [HiEvents\\Models\\${model}] ${id}`)
}
