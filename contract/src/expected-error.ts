/**
 * An outcome that a caller can bring about at will. It has no stack trace: collecting one costs more than all the rest of
 * a refusal, and nothing in it is a bug to be found.
 */
export class ExpectedError extends Error {
  constructor(message: string, options: ErrorOptions & { needsStack?: boolean } = {}) {
    const { stackTraceLimit } = Error
    if (options.needsStack !== true) Error.stackTraceLimit = 0
    super(message, options)
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'ExpectedError'
  }
}
