import type { JSX } from 'preact'
import type { PlacedOperation, ReferenceDocument } from './document.ts'
import { inline } from './operation.tsx'
import { pathOfTag } from './page.tsx'

/** The first page: what holds for all calls, and every operation by its section. */
export function Overview({ tags, operations }: ReferenceDocument): JSX.Element {
  return (
    <>
      <h1>API reference</h1>
      <p class="lead">
        Every call of Tuvens Ticketing, with an example recorded from a real one. The same as a document for
        programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.
      </p>
      <h2 id="conventions">What holds for all calls</h2>
      <ul>
        {CONVENTIONS.map((each) => (
          <li>{inline(each)}</li>
        ))}
      </ul>
      {tags.map(({ name, description }) => (
        <section aria-labelledby={`of-${pathOfTag(name)}`}>
          <h2 id={`of-${pathOfTag(name)}`}>
            <a href={pathOfTag(name)}>{name}</a>
          </h2>
          <p class="muted">{description}</p>
          <ul class="operations">
            {operations
              .filter(({ tags: [tag] }) => tag === name)
              .map((each) => (
                <Entry operation={each} tag={name} />
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

const CONVENTIONS = [
  'Bodies are JSON in UTF-8, and strict: an unknown field is refused with `VALIDATION_ERROR`, which names it.',
  'A platform sends its API key, a user their access token, in `Authorization: Bearer …`. No secret belongs into an address.',
  'Every refusal has one envelope with a stable `code`, a sentence in `message`, and a `requestId` to name when you ask for help.',
  'A limited call tells what is left in `RateLimit`. 429 and 503 say in `Retry-After` how many seconds to wait.',
  'A write with `Idempotency-Key`, where it is listed, can be repeated: the repeat gets the first response.',
  'Times are RFC 3339 in UTC, ids of events and users are texts, and lists come in pages: pass `next_cursor` as `cursor`.',
  'What looks like a secret in an example says NOT A REAL. Lists in examples end after three entries.',
]

function Entry({ operation, tag }: { operation: PlacedOperation; tag: string }): JSX.Element {
  const { operationId, method, path, summary } = operation
  return (
    <li>
      <a href={`${pathOfTag(tag)}#${operationId}`}>{summary}</a>
      {path !== '' && (
        <>
          {' '}
          <span class="muted address">
            {method} <code>{path}</code>
          </span>
        </>
      )}
    </li>
  )
}
