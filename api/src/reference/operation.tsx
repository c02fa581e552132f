import type { JSX } from 'preact'
import type {
  Operation,
  Parameter,
  PlacedOperation,
  ReferenceDocument,
  Response,
  Schema,
} from './document.ts'
import { rowsOf, type SchemaRow, typeOf } from './schema-rows.ts'

type Credentials = ReferenceDocument['credentials']

/** One operation with everything that its caller sends and gets. */
export function OperationSection({
  operation,
  credentials,
}: {
  operation: PlacedOperation
  credentials: Credentials
}): JSX.Element {
  const { operationId, summary, path, method, description } = operation
  return (
    <section class="operation" id={operationId} aria-labelledby={`${operationId}-name`}>
      <h2 id={`${operationId}-name`}>
        <a href={`#${operationId}`}>{summary}</a>
      </h2>
      <p class="address">
        <span class="method">{method}</span>
        <code>{path === '' ? 'your endpoint' : path}</code>
      </p>
      {description.split('\n\n').map((paragraph) => (
        <p>{inline(paragraph)}</p>
      ))}
      {path !== '' && <p>{credentialOf(operation, credentials)}</p>}
      <Parameters parameters={operation.parameters} />
      <Request operation={operation} />
      <Responses responses={operation.responses} />
    </section>
  )
}

/** Text with code between backticks. */
export function inline(text: string): (string | JSX.Element)[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part))
}

const CREDENTIALS: Record<string, string> = {
  user: 'the access token of a user (Bearer)',
  key: 'an API key (Bearer)',
  signed: 'a signature of our own services',
  plain: 'the shared secret of our own services, where it is allowed',
  session: 'a session token in X-Session-Token',
  standardWebhook: 'a signature by Standard Webhooks',
  legacyWebhook: 'a signature of the older form, where it is allowed',
  nativeWebhook: 'the signature of Hi.Events',
}

function credentialOf({ security }: Operation, credentials: Credentials): string {
  const names = security.flatMap((each) => Object.keys(each)).filter((name) => name in credentials)
  if (names.length === 0) return 'Credential: none.'
  return `Credential: ${names.map((name) => CREDENTIALS[name] ?? name).join(', or ')}.`
}

function Parameters({ parameters }: { parameters: Parameter[] }): JSX.Element | null {
  if (parameters.length === 0) return null
  const rows = parameters.map(({ name, in: place, required, description, schema }) => ({
    name,
    type: `${typeOf(schema)}, in the ${place}`,
    isRequired: required,
    note: [description, schema.description].filter(Boolean).join('; '),
  }))
  return (
    <>
      <h3>Parameters</h3>
      <Fields rows={rows} label="Parameters" />
    </>
  )
}

function Request({ operation: { requestBody } }: { operation: Operation }): JSX.Element | null {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === undefined) return null
  return (
    <>
      <h3>Request body</h3>
      <Body
        type={type}
        schema={content?.schema}
        example={content?.examples?.recorded.value}
        label="Request"
      />
    </>
  )
}

function Responses({ responses }: { responses: Record<string, Response> }): JSX.Element {
  const entries = Object.entries(responses)
  const good = entries.filter(([status]) => /^[23]/.test(status))
  const [status, first] = good[0] ?? []
  const [type, content] = Object.entries(first?.content ?? {})[0] ?? []
  return (
    <>
      <h3>{`Response ${good.map(([each]) => each).join(' or ')}`}</h3>
      {type === undefined ? (
        <p>
          {status === '204' || first?.description === 'Success' ? 'No body.' : (first?.description ?? '')}
        </p>
      ) : (
        <Body
          type={type}
          schema={content?.schema}
          example={content?.examples?.recorded.value}
          label="Response"
        />
      )}
      <Refusals entries={entries.filter(([each]) => /^[45]\d\d$/.test(each))} />
    </>
  )
}

type BodyProps = { type: string; schema: Schema | undefined; example: unknown; label: string }

function Body({ type, schema, example, label }: BodyProps): JSX.Element {
  const rows = schema === undefined ? [] : rowsOf(schema)
  return (
    <>
      {rows.length === 0 && (
        <p>
          <code>{type}</code>
        </p>
      )}
      {rows.length > 0 && <Fields rows={rows} label={`${label} fields`} />}
      {example !== undefined && <Sample value={example} label={label} />}
    </>
  )
}

function Sample({ value, label }: { value: unknown; label: string }): JSX.Element {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <div class="sample">
      <button
        type="button"
        class="button button--small button--quiet"
        data-copy
        hidden
        aria-label={`Copy this ${label.toLowerCase()}`}
      >
        Copy
      </button>
      <pre>{text}</pre>
    </div>
  )
}

function Fields({ rows, label }: { rows: SchemaRow[]; label: string }): JSX.Element {
  return (
    <table class="table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, type, isRequired, note }) => (
          <tr>
            <td>
              <code>{name}</code> {necessityOf(isRequired, label)}
            </td>
            <td>{type}</td>
            <td>{inline(note)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is told of a field: in a request that it is needed, in a response that it may be missing. */
function necessityOf(isRequired: boolean, label: string): JSX.Element | null {
  if (label === 'Response fields') return isRequired ? null : <span class="muted">optional</span>
  return isRequired ? <strong>required</strong> : null
}

function Refusals({ entries }: { entries: [string, Response][] }): JSX.Element | null {
  if (entries.length === 0) return null
  return (
    <>
      <h3>Refusals</h3>
      <table class="table table--narrow" aria-label="Refusals">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Codes</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([status, { description }]) => (
            <tr>
              <td>{status}</td>
              <td>
                <code>{description}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
