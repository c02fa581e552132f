import { describe, expect, it } from 'vitest'
import { toHtml, toMarkup } from './rich-text.ts'

describe("an organiser's text in a plain field", () => {
  it.each([
    ['<p>One.</p><p>Two.</p>', 'One.\n\nTwo.'],
    ['<p>One<br>two</p>', 'One\ntwo'],
    ['<p>Jazz by the <b>river</b></p>', 'Jazz by the **river**'],
    ['<p>Bring:</p><ul><li>a coat</li><li>a friend</li></ul>', 'Bring:\n\n- a coat\n- a friend'],
    ['<p>See <a href="https://a.example/x">the map</a></p>', 'See the map (https://a.example/x)'],
    ['<p><b><strong>Doors</strong></b> at <b>8</b></p>', '**Doors** at **8**'],
    ['<p><a href="https://a.example/x">line<br />two</a></p>', 'line\ntwo (https://a.example/x)'],
    [
      '<p><a href="https://a.example/x">https://a.example/x</a> and <a>none</a></p>',
      'https://a.example/x and none',
    ],
    ['<p><a title="T" href="https://a.example/x">the <em>map</em></a></p>', 'the map (https://a.example/x)'],
    ['<p>5 &lt; 6 &amp; so on</p>', '5 < 6 & so on'],
    ['  ', ''],
  ])('shows %s as text', (html, markup) => {
    expect(toMarkup(html)).toBe(markup)
  })

  it.each([
    ['One.\n\nTwo.', '<p>One.</p><p>Two.</p>'],
    ['One\ntwo', '<p>One<br />two</p>'],
    ['- a coat\n- a friend', '<ul><li>a coat</li><li>a friend</li></ul>'],
    ['**Doors** at 8', '<p><strong>Doors</strong> at 8</p>'],
    [
      'See https://a.example/x?y=1.',
      '<p>See <a href="https://a.example/x?y=1">https://a.example/x?y=1</a>.</p>',
    ],
  ])('makes HTML of %j', (markup, html) => {
    expect(toHtml(markup)).toBe(html)
  })

  it('makes nothing of nothing', () => {
    expect(toHtml(' \n ')).toBeNull()
    expect(toMarkup(null)).toBe('')
  })

  it('lets no markup through, in links neither', () => {
    const html = toHtml('<img src=x onerror=alert(1)> https://a.example/"onclick="alert(1)')
    expect(html).not.toMatch(/<img|"onclick/)
  })

  it('comes back as it went in', () => {
    const markup = 'An **evening** by the river.\n\n- first set\n- second set\n\nSee https://a.example/x'
    expect(toMarkup(toHtml(markup))).toBe(markup)
  })
})
