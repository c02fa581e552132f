import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { plural } from '../../../rest/words.ts'
import { Icon } from './icon.tsx'

export const PER_PAGE = 25

type SearchProps = { action: string; query: string; label: string }

export function Search({ action, query, label }: SearchProps): JSX.Element {
  return (
    <form class="search" method="get" action={action} role="search">
      <label class="visually-hidden" for="search">
        {label}
      </label>
      <input type="search" id="search" name="query" dir="auto" value={query} placeholder={label} />
      <button class="button" type="submit" aria-label="Search">
        <Icon name="search" size={20} />
      </button>
    </form>
  )
}

type PagesProps = { path: string; query: string; page: number; total: number }

/** Links to the pages before and after, when there is more than one page. */
export function Pages({ path, query, page, total }: PagesProps): JSX.Element | null {
  const last = Math.max(1, Math.ceil(total / PER_PAGE))
  if (last === 1) return null
  const href = (to: number) =>
    `${path}?${new URLSearchParams({ ...(query && { query }), page: String(to) }).toString()}`
  return (
    <nav class="row pages" aria-label="Pages">
      {page > 1 && (
        <a class="button button--small" href={href(page - 1)} rel="prev">
          Earlier pages
        </a>
      )}
      <span class="muted num">
        Page {page} of {last}
      </span>
      {page < last && (
        <a class="button button--small" href={href(page + 1)} rel="next">
          Next page
        </a>
      )}
    </nav>
  )
}

/** "3 orders", or how many results a search has. */
export function Found({ total, query, one }: { total: number; query: string; one: string }): JSX.Element {
  return (
    <p class="muted num" role="status">
      {query === '' ? plural(total, one) : `${plural(total, one)} found for “${isolated(query)}”`}
    </p>
  )
}
