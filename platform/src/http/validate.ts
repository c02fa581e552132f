import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'

const options = { allErrors: false, removeAdditional: false, useDefaults: true, strict: false } as const
const strict = addFormats.default(new Ajv({ ...options, coerceTypes: false }))
/** Queries and paths are text: "5" is a number there, and one value may stand for a list. */
const coercing = addFormats.default(new Ajv({ ...options, coerceTypes: 'array' }))

/** Bodies are taken by their JSON types, to the letter: `"5"` is not 5. */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? strict : coercing).compile(schema)
