import { isRecord } from './fields.ts'

export type PageQuery = {
  page: number
  perPage: number
  sortBy: string
  descending: boolean
  search: string | null
}
type Sorts = Readonly<Record<string, { asc: string; desc: string }>>
export type PageRules = {
  sorts: Sorts
  filters: readonly string[]
  defaultSort: string
  defaultDirection: 'asc' | 'desc'
}
export type Page<T> = { rows: T[]; total: number }

const MAX_PER_PAGE = 100
const DEFAULT_PER_PAGE = 25

/** Reads `page`, `per_page`, `sort_by`, `sort_direction`, `query`; invalid values are ignored. */
export function readPage(query: unknown, rules: PageRules): PageQuery {
  const given = isRecord(query) ? query : {}
  const sortBy = Object.keys(rules.sorts).find((each) => each === given['sort_by'])
  const direction = given['sort_direction'] === 'asc' || given['sort_direction'] === 'desc'
  const search =
    typeof given['query'] === 'string' ? given['query'].replaceAll('\0', '').trim().slice(0, 200) : ''
  return {
    page: whole(given['page'], 1, 1_000_000),
    perPage: whole(given['per_page'], DEFAULT_PER_PAGE, MAX_PER_PAGE),
    sortBy: sortBy ?? rules.defaultSort,
    descending: (direction ? given['sort_direction'] : rules.defaultDirection) === 'desc',
    search: search === '' ? null : search,
  }
}

function whole(value: unknown, fallback: number, max: number): number {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : fallback
  return number < 1 ? fallback : Math.min(number, max)
}

/** `path` is the URL without its query. */
export function pageEnvelope(
  { rows, total }: Page<unknown>,
  { page, perPage }: PageQuery,
  { path, rules }: { path: string; rules?: PageRules },
) {
  const last = Math.max(1, Math.ceil(total / perPage))
  const from = rows.length === 0 ? null : (page - 1) * perPage + 1
  const url = (number: number) => `${path}?page=${number}`
  const [prev, next] = [page > 1 ? url(page - 1) : null, page < last ? url(page + 1) : null]
  return {
    data: rows,
    links: { first: url(1), last: url(last), prev, next },
    meta: {
      current_page: page,
      from,
      last_page: last,
      links: [
        { url: prev, label: '&laquo; Previous', page: prev === null ? null : page - 1, active: false },
        ...shownPages(page, last).map((number) => ({
          url: url(number),
          label: String(number),
          page: number,
          active: number === page,
        })),
        { url: next, label: 'Next &raquo;', page: next === null ? null : page + 1, active: false },
      ],
      path,
      per_page: perPage,
      to: from === null ? null : from + rows.length - 1,
      total,
      ...(rules && {
        allowed_filter_fields: rules.filters,
        allowed_sorts: rules.sorts,
        default_sort: rules.defaultSort,
        default_sort_direction: rules.defaultDirection,
      }),
    },
  }
}

function shownPages(page: number, last: number): number[] {
  const all = Array.from({ length: last }, (_, index) => index + 1)
  return all.filter((number) => number <= 2 || number > last - 2 || Math.abs(number - page) <= 3)
}
