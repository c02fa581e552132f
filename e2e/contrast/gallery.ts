import { icon } from '@tuvens/design'
import { PALETTES } from '../../client/src/lib/posters/palettes.ts'

/** A part as markup. */
export type Part = { name: string; html: string }
/** What parts stand on, as markup with a place for them. */
export type Ground = { name: string; around: (inner: string) => string }

const TONES = ['', 'info', 'good', 'warn', 'bad']
const NAMED_TONES = ['neutral', 'good', 'info', 'warn', 'bad']
const BUTTONS = ['', 'primary', 'danger', 'quiet', 'small', 'wide']

function inside(name: string, open: string, tag = 'div'): Ground {
  return { name, around: (inner) => `<${tag} ${open}><div>${inner}</div></${tag}>` }
}

/** Every ground of the pages, also where a part stands in a part. */
export const GROUNDS: readonly Ground[] = [
  inside('paper', ''),
  inside('sunken', 'style="background:var(--sunken)"'),
  inside('panel', 'class="panel"'),
  inside('card', 'class="card"'),
  inside('bar', 'class="bar"'),
  inside('foot', 'class="foot"'),
  inside('error summary', 'class="error-summary"'),
  inside('empty', 'class="empty"'),
  inside('accordion', 'class="accordion" open', 'details'),
  inside('dialog', 'open style="position:static"', 'dialog'),
  ...TONES.map((tone) => inside(`notice ${tone}`, `class="notice ${tone && `notice--${tone}`}"`)),
  within(inside('panel', 'class="panel"'), inside('notice', 'class="notice notice--warn"')),
  within(inside('tinted page', 'class="wash" data-palette="ember"'), inside('notice', 'class="notice"')),
  inside('ticket', 'class="picker__ticket"'),
  inside('dim ticket', 'class="picker__ticket" data-dim'),
  inside('highlighted offer', 'class="offer__item offer__item--highlight"'),
  inside('held', 'class="held"'),
  inside('held, soon over', 'class="held" data-soon'),
  inside('chosen check', 'class="check--boxed" style="background:var(--accent-soft)"'),
  ...Object.keys(PALETTES).flatMap((palette) => [wash(palette, '--tint'), wash(palette, '--tint-2')]),
]

function within(outer: Ground, inner: Ground): Ground {
  return { name: `${inner.name} in ${outer.name}`, around: (part) => outer.around(inner.around(part)) }
}

/** The tint of a poster where it is strongest. */
function wash(palette: string, tint: string): Ground {
  return inside(
    `${palette}, ${tint}`,
    `class="wash" data-palette="${palette}" style="background:var(${tint})"`,
  )
}

function text(name: string, open: string, tag = 'p'): Part {
  return { name, html: `<${tag} ${open}>Words ${icon('ticket')}</${tag}>` }
}

const TEXTS: readonly Part[] = [
  text('text', ''),
  text('strong', '', 'strong'),
  text('title', '', 'h2'),
  text('link', 'href="/there"', 'a'),
  text('link of a button', 'class="link"', 'button'),
  ...['lead', 'muted', 'eyebrow', 'small', 'prose', 'field__hint', 'field__error', 'skeleton'].map((name) =>
    text(name, `class="${name}"`),
  ),
]

const CONTROLS: readonly Part[] = [
  ...BUTTONS.flatMap((kind) => {
    const style = `class="button ${kind && `button--${kind}`}"`
    return [
      text(`button ${kind} as a link`, `${style} href="/there"`, 'a'),
      text(`button ${kind}`, style, 'button'),
      text(`busy button ${kind}`, `${style} aria-busy="true"`, 'button'),
    ]
  }),
  { name: 'field', html: '<p class="field"><label>Name</label><input placeholder="Ada" value=""></p>' },
  { name: 'refused field', html: '<p class="field"><label>Name</label><input aria-invalid="true"></p>' },
  { name: 'select', html: '<select><option>One</option></select>' },
  { name: 'long text', html: '<textarea>Words</textarea>' },
  { name: 'check', html: '<label class="check"><input type="checkbox" checked> Words</label>' },
  {
    name: 'stepper',
    html: '<p class="stepper"><button data-step="-1">−</button><input value="2"><button data-step="1">+</button></p>',
  },
  { name: 'theme switch', html: `<button data-theme-switch>${icon('theme')}</button>` },
]

const BLOCKS: readonly Part[] = [
  ...NAMED_TONES.map((tone) => text(`badge ${tone}`, `class="badge" data-tone="${tone}"`, 'span')),
  ...TONES.map((tone) => text(`page heading ${tone}`, `class="page-heading__icon notice--${tone}"`, 'div')),
  { name: 'table', html: '<table class="table"><thead><tr><th>Name</th></tr></thead></table>' },
  { name: 'facts', html: '<dl class="facts"><dt>Name</dt><dd>Ada</dd></dl>' },
  { name: 'steps', html: '<ol class="steps"><li>One</li><li data-done>Two</li></ol>' },
  { name: 'tabs', html: '<p class="tabs"><a href="/" aria-current="page">One</a><a href="/">Two</a></p>' },
  { name: 'accordion title', html: '<details class="accordion"><summary>Title</summary></details>' },
  { name: 'stat', html: '<p class="stat"><span class="muted">Sold</span><strong>12</strong></p>' },
  { name: 'empty', html: `<div class="empty">${icon('ticket')}<p>Nothing</p></div>` },
  { name: 'toast', html: '<p class="toast" style="position:static;transform:none">Saved</p>' },
  { name: 'tag', html: '<span class="picker__tag">Popular</span>' },
  { name: 'notes', html: '<p class="picker__notes"><span>One</span></p>' },
  { name: 'moment', html: `<p class="picker__when">${icon('clock')}Soon</p>` },
  { name: 'fold', html: '<details class="picker__fold"><summary><h3>Folded</h3></summary></details>' },
  { name: 'code', html: '<details class="picker__code"><summary>Have a code?</summary></details>' },
  { name: 'promo', html: '<details class="promo"><summary>Have a code?</summary></details>' },
  { name: 'few', html: '<p class="offer__few">3 left</p>' },
  { name: 'good code', html: '<p class="promo__good">JAZZ10</p>' },
  { name: 'date', html: '<button class="picker__date"><strong>1 May</strong></button>' },
  {
    name: 'unavailable',
    html: '<p class="picker__offer"><span class="picker__about"><strong>Gone</strong></span></p>',
  },
  { name: 'amount', html: '<p class="picker__amount">Amount</p>' },
  { name: 'optional', html: '<p class="field__optional">(optional)</p>' },
  { name: 'window', html: '<details class="tier__window"><summary>Times</summary></details>' },
  { name: 'state', html: `<p class="status-panel__head notice--warn">${icon('clock')}</p>` },
  {
    name: 'head',
    html: '<p class="event-head"><span class="event-head__title"><a href="/">Title</a></span></p>',
  },
  { name: 'brand', html: `<p class="bar"><a class="bar__brand" href="/">${icon('ticket')}Tuvens</a></p>` },
  { name: 'ways', html: '<p class="bar__nav"><a href="/">Events</a></p>' },
  { name: 'card', html: '<p class="card card--link"><h3><a href="/">Title</a></h3></p>' },
  { name: 'where', html: `<ul class="where-when"><li>${icon('pin')}Here</li></ul>` },
]

/** Every part of the pages that has a colour of its own. */
export const PARTS: readonly Part[] = [...TEXTS, ...CONTROLS, ...BLOCKS]

/** Every part that a stylesheet knows on every ground that it knows, each of both named. */
export function gallery(css: string): string {
  const isKnown = (html: string) => classesOf(html).every((each) => css.includes(`.${each}`))
  const parts = PARTS.filter(({ html }) => isKnown(html))
  return GROUNDS.filter(({ around }) => isKnown(around('')))
    .map(({ name, around }) =>
      around(
        parts.map((part) => `<section data-on="${part.name} on ${name}">${part.html}</section>`).join(''),
      ),
    )
    .join('')
}

/** The classes of some markup. */
export function classesOf(html: string): string[] {
  return [...html.matchAll(/class="([^"]{0,100})"/g)].flatMap(([, names = '']) =>
    names.split(' ').filter(Boolean),
  )
}
