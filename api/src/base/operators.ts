import type { EnvFields } from '@tuvens/platform/config'

/** Somebody who may use the operator's console. A name may have several secrets, so that they can be rotated. */
export type Operator = { name: string; secret: string }

const ENTRY = /^([a-z0-9][a-z0-9-]{0,30}):(\S{16,200})$/

/** `name:secret`, separated by commas. */
export function readOperators(fields: EnvFields): Operator[] {
  return fields.list('OPERATOR_TOKENS').flatMap((entry) => {
    const [, name, secret] = ENTRY.exec(entry) ?? []
    if (name !== undefined && secret !== undefined) return [{ name, secret }]
    fields.problem(
      'OPERATOR_TOKENS holds an entry that is not name:secret, with a name of lower-case letters, digits and dashes and a secret of at least 16 characters',
    )
    return []
  })
}

/** The console listens only where a port is set. */
export function readConsole(fields: EnvFields, operators: readonly Operator[]) {
  const port = fields.integer('OPERATOR_PORT', 0, { max: 65_535 })
  const host = fields.text('OPERATOR_HOST', '127.0.0.1')
  /** Address at which operators open the console. */
  const url = fields.origin('OPERATOR_URL', `http://localhost:${port}`)
  if (fields.optional('OPERATOR_PORT') === undefined) return null
  if (operators.length === 0)
    fields.missing('OPERATOR_TOKENS', 'OPERATOR_PORT needs it: name:secret for each operator')
  return { port, host, url }
}
