import { cpuMsOf } from '@tuvens/platform/test-support/cpu'
import fc from 'fast-check'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { tagsOf } from '../../../../test-support/markup.ts'
import { Prose } from './prose.tsx'

const render = (html: string | null) => renderToString(h(Prose, { html }))

describe('rich text on a page', () => {
  it('loses scripts, handlers and images that reached the database unsanitised', () => {
    const html =
      '<p onclick="a()">Hi<script>b()</script><img src=x onerror=c()><iframe src="//e"></iframe></p>'
    expect(render(html)).toBe('<div class="prose" dir="auto"><p dir="auto">Hi</p></div>')
  })

  it('keeps a link to the web or to an address, marked as untrusted, and drops every other scheme', () => {
    expect(render('<a href="https://a.example">x</a>')).toContain(
      '<a href="https://a.example" rel="noopener nofollow ugc">',
    )
    expect(render('<a href="mailto:a@b.example">x</a>')).toContain('href="mailto:a@b.example"')
    for (const href of ['javascript:a()', ' java\tscript:a()', 'data:text/html,x', 'vbscript:a'])
      expect(render(`<a href="${href}">x</a>`), href).not.toContain('href')
  })

  it('links an address that stands in it as text, marked as untrusted, and no part of a link', () => {
    expect(render('<p>See https://a.example/x.</p>')).toContain(
      '<a href="https://a.example/x" rel="noopener nofollow ugc">https://a.example/x</a>.',
    )
    const linked = '<a href="https://a.example" rel="noopener nofollow ugc">https://b.example</a>'
    expect(render('<a href="https://a.example">https://b.example</a>')).toContain(`>${linked}<`)
  })

  it('starts its headings at the third level, below those of the page', () => {
    expect(render('<h1>One</h1><h2>Two</h2><h4>Four</h4>')).toBe(
      '<div class="prose" dir="auto"><h3 dir="auto">One</h3><h3 dir="auto">Two</h3><h4 dir="auto">Four</h4></div>',
    )
  })

  it.each(['<b>', '<p><b>x</b>', '<br>', '<x>', '&amp;', '<a href="https://x.example/">'])(
    'of 50 kB of %s costs its work once, however often it is shown',
    (piece) => {
      const text = (run: number) => `${run}${piece.repeat(50_000 / piece.length)}`
      const first = cpuMsOf((run) => render(text(run)))
      const again = cpuMsOf(() => render(text(0)))
      expect(again).toBeLessThan(first / 3)
    },
  )

  it('is left out when there is none', () => {
    expect([render(null), render(''), render(' \n ')]).toEqual(['', '', ''])
  })

  it('never contains an element that runs or loads anything, whatever is put in', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '</p>',
        '<p>',
        '<!--',
        '-->',
        '<svg/onload=a()>',
        '<math>',
        '<style>',
      ),
      fc.constantFrom(
        '<a href=',
        'javascript:',
        '<img src=x ',
        'onerror=a()',
        '<script>',
        '</script>',
        '<xmp>',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        for (const { name, attributes } of tagsOf(render(pieces.join('')))) {
          expect(name).not.toMatch(
            /^(script|img|svg|math|style|iframe|object|embed|form|input|link|base|xmp)$/,
          )
          for (const [key, value] of Object.entries(attributes)) {
            expect(key).toMatch(/^(class|dir|href|title|rel)$/)
            expect(value).not.toMatch(/^\s*javascript:/i)
          }
        }
      }),
      { numRuns: 1500 },
    )
  })
})
