import { pino } from 'pino'

/** What is logged of an error. Other properties hold what a server was sent: parameters, details, bodies. */
export type LoggedError = { type: string; message: string; stack: string; code?: string; constraint?: string }

/** With the messages and stacks of its causes. */
export function loggedErrorOf(error: unknown): LoggedError | string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `no error: ${typeof error}`
  const { type, message, stack } = pino.stdSerializers.err(error)
  const code = 'code' in error ? error.code : undefined
  const constraint = 'constraint_name' in error ? error.constraint_name : undefined
  const quotes = isOfPostgres(error) || isOfPostgres(error.cause)
  return {
    type,
    message: quotes ? withoutValues(message) : message,
    stack: quotes ? withoutValues(stack) : stack,
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...(typeof constraint === 'string' && { constraint }),
  }
}

function isOfPostgres(error: unknown): boolean {
  return error instanceof Error && error.name === 'PostgresError'
}

/** `invalid input syntax for type bigint: "…"`: PostgreSQL quotes the value that it refuses. */
function withoutValues(text: string): string {
  return text.replace(/: "[^\n]*/g, ': "…"')
}
