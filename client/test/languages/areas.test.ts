import { AREAS } from '@tuvens/messages'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { areasOf } from '../../src/lib/server/areas.ts'

const SOURCE = join(import.meta.dirname, '..', '..', 'src')
const ROUTES = join(SOURCE, 'routes')
const IMPORT = /from '([^']+)'/g
const KEY = new RegExp(`['"\`](${AREAS.join('|')})\\.[\\w.$]`, 'g')

const pages = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('+page.svelte'),
)

/** The areas that a file of a page and all that it imports name. */
function areasNamed(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return new Set()
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  const own = [...text.matchAll(KEY)].map(([, area = '']) => area)
  const imported = [...text.matchAll(IMPORT)].flatMap(([, from = '']) => {
    const path = from.startsWith('$lib/') ? join(SOURCE, 'lib', from.slice(5)) : join(dirname(file), from)
    return from.startsWith('$lib/server/') || !/^[.$]/.test(from) ? [] : [...areasNamed(path, seen)]
  })
  return new Set([...own, ...imported])
}

/** `/event/[id]` for the page of an event; groups of routes are no part of it. */
const routeOf = (page: string) => `/${dirname(page).replace(/^\.$/, '')}`
const inLayout = areasNamed(join(ROUTES, '+layout.svelte'))

describe('a page is sent the messages that it can show', () => {
  it.each(pages)('%s', (page) => {
    const needed = [...areasNamed(join(ROUTES, page)), ...inLayout]
    const sent = areasOf(routeOf(page), true)
    expect(needed.filter((area) => !sent.includes(area as (typeof AREAS)[number]))).toEqual([])
    expect(sent.filter((area) => !needed.includes(area) && !['site', 'errors'].includes(area))).toEqual([])
  })
})
