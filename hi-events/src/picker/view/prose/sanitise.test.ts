import { cpuMsOf } from '@tuvens/platform/test-support/cpu'
import { describe, expect, it } from 'vitest'
import { sanitise } from './sanitise.ts'

/** Known attacks on HTML sanitisers. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x:gif" onerror="alert(1)" srcset="//evil.example 1x">',
  '<p onclick="alert(1)" onmouseover=alert(1)>a</p>',
  '<a href="javascript:alert(1)">a</a>',
  '<a href="JaVaScRiPt:alert(1)">a</a>',
  '<a href="java\tscript:alert(1)">a</a>',
  '<a href=" &#14; javascript:alert(1)">a</a>',
  '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">a</a>',
  '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">a</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a</a>',
  '<a href="vbscript:msgbox(1)">a</a>',
  '<a href="//evil.example">a</a>',
  '<a href="\\\\evil.example">a</a>',
  '<a href="blob:https://evil.example/1">a</a>',
  '<style>*{display:none}</style><p style="position:fixed;inset:0">a</p>',
  '<link rel=stylesheet href=//evil.example><base href=//evil.example><meta http-equiv=refresh content=0>',
  '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)">a</a></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror=alert(1)>">',
  '<math href="javascript:alert(1)">a</math>',
  '<form action="//evil.example"><input name=q><button formaction="javascript:alert(1)">a</button></form>',
  '<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="//evil.example">',
  '<video><source onerror="alert(1)"></video><audio src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)>a</details><marquee onstart=alert(1)>a</marquee>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<textarea></textarea><img src=x onerror=alert(1)>',
  '<template><script>alert(1)</script></template>',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<p id="picker" class="button" name="order" data-answer data-refusal>a</p>',
  '"><script>alert(1)</script>',
  '\u0000<scr\u0000ipt>alert(1)</script>',
  '<a href="https://x.test" target="_self" rel="opener" onclick="x()" style="x" id="x">a</a>',
  `${'<div>'.repeat(3_000)}<script>alert(1)</script>`,
  '<a href="https://x.test/?q=&quot; onmouseover=alert(1) x=&quot;">a</a>',
  '</div></main></body><script>alert(1)</script>',
]
const TAGS = /^(p|br|b|strong|i|em|u|s|ul|ol|li|a)$/
const ATTRIBUTES = / (href|rel|target|dir)="[^"<>]*"/g

describe('sanitised HTML of an organiser', () => {
  it.each(HOSTILE)('holds only allowed tags and attributes: %s', (html) => {
    const clean = sanitise(html)
    for (const [, close, name = '', rest = ''] of clean.matchAll(/<(\/?)([a-z0-9]*)([^>]*)>/gi)) {
      expect(name).toMatch(TAGS)
      expect(rest.replaceAll(ATTRIBUTES, '').replace(/ ?\/$/, '')).toBe('')
      if (close === '/' || name !== 'a') continue
      const [, href] = / href="([^"]*)"/.exec(rest) ?? []
      if (href !== undefined) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
      expect(rest).toContain(' rel="noopener noreferrer nofollow"')
      expect(rest).toContain(' target="_blank"')
    }
    expect(clean).not.toMatch(/<(script|style|svg|math|img|iframe|!)/i)
  })

  it('keeps formatting and links', () => {
    const html = '<p>Doors <strong>19:30</strong>, <em>sharp</em><br />Bring:</p><ul><li>a coat</li></ul>'
    expect(sanitise(html).replaceAll(' dir="auto"', '')).toBe(html)
    expect(sanitise('<a href="mailto:a@b.example">write</a>')).toContain('href="mailto:a@b.example"')
    expect(sanitise('<h1>Big</h1> &amp; <unknown>small</unknown>')).toBe('Big &amp; small')
  })

  it('has at most 20,000 characters', () => {
    expect(sanitise('a'.repeat(100_000))).toHaveLength(20_000)
  })
})

describe('a long text', () => {
  it.each(['<b>', '<p><b>x</b>', '<br>', '<x>', '&amp;'])(
    'of %s costs its work once, however often it is shown',
    (piece) => {
      const text = (run: number) => `${run}${piece.repeat(50_000 / piece.length)}`
      const first = cpuMsOf((run) => sanitise(text(run)))
      const again = cpuMsOf(() => sanitise(text(0)))
      expect(again).toBeLessThan(first / 3)
    },
  )
})
