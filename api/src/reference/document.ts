import { openApiDocument, type OpenApiServers } from '@tuvens/contract/openapi'

/** A JSON schema, as far as the reference shows one. */
export type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  default?: unknown
  description?: string
  patternProperties?: Record<string, Schema>
}

type Content = Record<string, { schema?: Schema; examples?: { recorded: { value: unknown } } }>
export type Parameter = { name: string; in: string; required: boolean; description?: string; schema: Schema }
export type Response = {
  description: string
  content?: Content
  headers?: Record<string, { description: string }>
}

/** One operation, or one message that a webhook endpoint gets. */
export type Operation = {
  operationId: string
  tags: [string]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, Response>
}
export type PlacedOperation = Operation & { method: string; path: string }

export type ReferenceDocument = {
  text: string
  tags: { name: string; description: string }[]
  operations: PlacedOperation[]
  credentials: Record<string, { description?: string; name?: string; scheme?: string }>
}

/** The version of the API; decisions/023 says when it changes. */
const API_VERSION = '1.0.0'

type PathItem = Record<string, Operation | unknown[]>

/** The OpenAPI document, as it is sent and as the pages of the reference read it. */
export function readDocument(servers: OpenApiServers): ReferenceDocument {
  const text = JSON.stringify(openApiDocument(API_VERSION, servers))
  const { tags, paths, webhooks, components } = JSON.parse(text)
  const operations = [
    ...Object.entries<PathItem>(paths).flatMap(([path, item]) => operationsOf(path, item)),
    ...Object.entries<PathItem>(webhooks).flatMap(([, item]) => operationsOf('', item)),
  ]
  return { text, tags, operations, credentials: components.securitySchemes }
}

function operationsOf(path: string, item: PathItem): PlacedOperation[] {
  return Object.entries(item).flatMap(([method, operation]) =>
    Array.isArray(operation) ? [] : [{ ...operation, path, method: method.toUpperCase() }],
  )
}
