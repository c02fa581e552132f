import type { ComponentChildren, JSX } from 'preact'

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'neutral'

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element {
  return (
    <span class="badge" data-tone={tone}>
      {children}
    </span>
  )
}

/** A time in UTC, to the second. */
export function At({ at }: { at: string | Date | null }): JSX.Element {
  if (at === null) return <span class="muted">–</span>
  const iso = typeof at === 'string' ? at : at.toISOString()
  return (
    <time class="num" dateTime={iso} title={iso}>
      {`${iso.slice(0, 10)} ${iso.slice(11, 19)}`}
    </time>
  )
}

export type Column<R> = { title: string; isNumber?: boolean; cell: (row: R) => ComponentChildren }

/** A table that becomes a list of blocks on a phone. */
export function Table<R>({
  rows,
  columns,
  empty,
}: {
  rows: readonly R[]
  columns: readonly Column<R>[]
  empty: string
}): JSX.Element {
  if (rows.length === 0)
    return (
      <div class="empty">
        <p>{empty}</p>
      </div>
    )
  return (
    <div class="table-scroll">
      <table class="table small">
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map(({ title, isNumber, cell }) => (
                <td data-label={title} class={isNumber ? 'num' : undefined}>
                  <span>{cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export type FilterField = { name: string; label: string; value: string | undefined } & (
  | { choices: readonly (readonly [value: string, label: string])[] }
  | { hint?: string }
)

/** A search form. What is typed stays in it. */
export function Filters({ action, fields }: { action: string; fields: readonly FilterField[] }): JSX.Element {
  return (
    <form class="panel stack" method="get" action={action} role="search">
      <div class="filters">
        {fields.map((field) => (
          <div class="field">
            <label for={field.name}>{field.label}</label>
            {'choices' in field ? (
              <select id={field.name} name={field.name}>
                <option value="">Any</option>
                {field.choices.map(([value, label]) => (
                  <option value={value} selected={value === field.value}>
                    {label}
                  </option>
                ))}
              </select>
            ) : (
              <input
                id={field.name}
                name={field.name}
                value={field.value ?? ''}
                placeholder={field.hint}
                autocomplete="off"
              />
            )}
          </div>
        ))}
      </div>
      <div class="row">
        <button class="button button--small" type="submit">
          Search
        </button>
        <a class="button button--small button--quiet" href={action}>
          Clear
        </a>
      </div>
    </form>
  )
}

type Query = Readonly<Record<string, string | undefined>>

/** A path with a query, without what is undefined. */
export function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const search = new URLSearchParams(given).toString()
  return search === '' ? path : `${path}?${search}`
}

/** Hidden fields of a form. */
export function Hidden({ fields }: { fields: Query }): JSX.Element {
  return (
    <>
      {Object.entries(fields).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />,
      )}
    </>
  )
}

export function Older({
  path,
  query,
  next,
}: {
  path: string
  query: Query
  next: string | null
}): JSX.Element | null {
  if (next === null) return null
  return (
    <nav class="row" aria-label="Pages">
      <a class="button button--small" rel="next" href={addressOf(path, { ...query, before: next })}>
        Older
      </a>
    </nav>
  )
}

/** A notice that a part of the page is missing. */
export function Partial({ what }: { what: string }): JSX.Element {
  return (
    <div class="notice notice--warn" role="status">
      <p>{what}</p>
    </div>
  )
}
