import { describe, expect, it } from 'vitest'
import { pageEnvelope, type PageRules, readPage } from './page.ts'

const RULES: PageRules = {
  sorts: { start_date: { asc: 'Closest', desc: 'Furthest' }, title: { asc: 'A-Z', desc: 'Z-A' } },
  filters: ['title'],
  defaultSort: 'start_date',
  defaultDirection: 'asc',
}
const FIRST = { page: 1, perPage: 25, sortBy: 'start_date', descending: false, search: null }

describe('the query of a page', () => {
  it.each<[unknown, object]>([
    [{}, {}],
    [undefined, {}],
    ['page=2', {}],
    [{ page: '2' }, { page: 2 }],
    [{ page: '007' }, { page: 7 }],
    [{ page: '0' }, {}],
    [{ page: '-1' }, {}],
    [{ page: '1.5' }, {}],
    [{ page: 'two' }, {}],
    [{ page: ['2'] }, {}],
    [{ page: '999999999' }, { page: 1_000_000 }],
    [{ page: '9999999999' }, {}],
    [{ per_page: '100' }, { perPage: 100 }],
    [{ per_page: '101' }, { perPage: 100 }],
    [{ per_page: '0' }, {}],
    [{ per_page: '1e2' }, {}],
    [{ sort_by: 'title' }, { sortBy: 'title' }],
    [{ sort_by: 'password' }, {}],
    [{ sort_by: 'toString' }, {}],
    [{ sort_by: 'title; drop table events' }, {}],
    [{ sort_by: ['title'] }, {}],
    [{ sort_direction: 'desc' }, { descending: true }],
    [{ sort_direction: 'DESC' }, {}],
    [{ sort_direction: 'sideways' }, {}],
    [{ query: ' jazz ' }, { search: 'jazz' }],
    [{ query: '   ' }, {}],
    [{ query: '\0' }, {}],
    [{ query: 'a\0b' }, { search: 'ab' }],
    [{ query: ['jazz'] }, {}],
    [{ query: 'x'.repeat(300) }, { search: 'x'.repeat(200) }],
  ])('%j is read as %j', (query, expected) => {
    expect(readPage(query, RULES)).toEqual({ ...FIRST, ...expected })
  })

  it('has the default direction of the list until another is requested', () => {
    const newestFirst = { ...RULES, defaultDirection: 'desc' as const }
    expect(readPage({}, newestFirst).descending).toBe(true)
    expect(readPage({ sort_direction: 'asc' }, newestFirst).descending).toBe(false)
  })
})

describe('the envelope of a page', () => {
  const envelope = (page: number, total: number, perPage = 10) => {
    const rows = Array(Math.max(0, Math.min(perPage, total - (page - 1) * perPage))).fill('row')
    return pageEnvelope({ rows, total }, { ...FIRST, page, perPage }, { path: 'http://x/y', rules: RULES })
  }

  it.each([
    [1, 0, { from: null, to: null, last_page: 1, total: 0 }],
    [1, 1, { from: 1, to: 1, last_page: 1, total: 1 }],
    [1, 10, { from: 1, to: 10, last_page: 1, total: 10 }],
    [1, 11, { from: 1, to: 10, last_page: 2, total: 11 }],
    [2, 11, { from: 11, to: 11, last_page: 2, total: 11 }],
    [3, 11, { from: null, to: null, last_page: 2, total: 11 }],
  ])('of page %i of %i rows says where it is', (page, total, expected) => {
    expect(envelope(page, total).meta).toMatchObject({ ...expected, current_page: page, per_page: 10 })
  })

  it.each([
    [1, 30, { prev: null, next: 'http://x/y?page=2' }],
    [2, 30, { prev: 'http://x/y?page=1', next: 'http://x/y?page=3' }],
    [3, 30, { prev: 'http://x/y?page=2', next: null }],
    [1, 5, { prev: null, next: null }],
  ])('of page %i of %i rows links its neighbours', (page, total, links) => {
    const found = envelope(page, total)
    expect(found.links).toMatchObject(links)
    expect(found.meta.links.at(0)).toMatchObject({
      url: links.prev,
      label: '&laquo; Previous',
      active: false,
    })
    expect(found.meta.links.at(-1)).toMatchObject({ url: links.next, label: 'Next &raquo;', active: false })
  })

  it.each([
    [1, 5, ['1', '2', '3', '4', '5']],
    [1, 20, ['1', '2', '3', '4', '19', '20']],
    [10, 20, ['1', '2', '7', '8', '9', '10', '11', '12', '13', '19', '20']],
    [20, 20, ['1', '2', '17', '18', '19', '20']],
  ])('of page %i of %i lists the pages near it, the first and the last ones', (page, pages, labels) => {
    const links = envelope(page, pages * 10).meta.links.slice(1, -1)
    expect(links.map((each) => each.label)).toEqual(labels)
    expect(links.filter((each) => each.active).map((each) => each.label)).toEqual([String(page)])
  })

  it('names the filters and sorts of the list', () => {
    expect(envelope(1, 1).meta).toMatchObject({
      allowed_filter_fields: ['title'],
      allowed_sorts: RULES.sorts,
      default_sort: 'start_date',
      default_sort_direction: 'asc',
      path: 'http://x/y',
    })
  })
})
