import { transform } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from 'svelte/compiler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import loader from '../../../embed/released/current.json' with { type: 'json' }
import { reactCode, svelteCode } from '../../src/lib/format/embed-code/framework-code.ts'
import { DEFAULT_OPTIONS, type EmbedTarget } from '../../src/lib/format/embed-code/options.ts'
import { frameCode, htmlCode } from '../../src/lib/format/embed-code/page-code.ts'
import { optionsOf, queryOf } from '../../src/lib/format/embed-code/preview-page.ts'
import { BEN, type Site, startSite, TICKET_ORIGIN } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const HOSTILE = { ...DEFAULT_OPTIONS, promoCode: '"><script>{alert(1)}</script>', knowsBuyer: true }
const targetOf = (options = DEFAULT_OPTIONS): EmbedTarget => ({
  ticketOrigin: TICKET_ORIGIN,
  eventId: '1',
  loader,
  options,
})

describe('the code for pages of other sites', () => {
  it('has only the attributes that were chosen', () => {
    const [, , element] = htmlCode(
      targetOf({ ...DEFAULT_OPTIONS, theme: 'dark', campaign: 'aff=1&utm_source=x' }),
    )
    expect(element?.code).toContain(
      '<tuvens-tickets event="1" theme="dark" campaign="aff=1&amp;utm_source=x">',
    )
    expect(element?.code).toContain('/embed/event/1/tickets?aff=1&amp;utm_source=x&amp;theme=dark"')
  })

  it.each([DEFAULT_OPTIONS, HOSTILE])(
    'for React and Svelte is what their compilers take',
    async (options) => {
      const [react] = reactCode(targetOf(options))
      const [svelte] = svelteCode(targetOf(options))
      await expect(transform(react?.code ?? '', { loader: 'jsx' })).resolves.toBeDefined()
      const { warnings } = compile(svelte?.code ?? '', {})
      expect(warnings).toEqual([])
      for (const part of [react, svelte]) {
        expect(part?.code).toContain(loader.integrity)
        expect(part?.code).not.toContain('<script>{alert')
      }
    },
  )

  it('for a frame only is one frame with a name', () => {
    const [frame] = frameCode(targetOf())
    expect(frame?.code).toContain(`<iframe src="${TICKET_ORIGIN}/embed/event/1/tickets" title="Tickets"`)
  })

  it('has the options that its preview reads from its address', () => {
    const options = { ...HOSTILE, form: 'button', checkout: 'top', locale: 'de-CH' } as const
    expect(optionsOf(new URLSearchParams(queryOf(options)))).toEqual(options)
    expect(optionsOf(new URLSearchParams('form=x&checkout=y&theme=z'))).toEqual(DEFAULT_OPTIONS)
  })
})

describe('the preview', () => {
  const PREVIEW = '/event/1/embed/preview'

  it('runs the released loader under the published policy, and only this site may frame it', async () => {
    const { headers, html, document } = await (await site.member()).open(`${PREVIEW}?${queryOf(HOSTILE)}`)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain(`script-src 'self' ${TICKET_ORIGIN}/embed/assets/;`)
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).toContain("trusted-types 'none'")
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(html).toContain(`integrity="${loader.integrity}"`)
    expect(document.querySelector('tuvens-tickets')?.getAttribute('promo-code')).toBe(HOSTILE.promoCode)
    expect(html).not.toContain('<script>{alert')
  })

  it('is run by its page, and no other page of this site frames one', async () => {
    const { headers, document } = await (await site.member()).open('/event/1/embed')
    expect(headers.get('content-security-policy')).toContain(`frame-src 'self' ${TICKET_ORIGIN};`)
    expect(document.querySelector(`a[href^="${PREVIEW}?"]`)?.textContent).toBe('Run the preview')
    const other = await (await site.member()).open('/event/1')
    expect(other.headers.get('content-security-policy')).toContain(`frame-src ${TICKET_ORIGIN};`)
  })

  it('is for those who manage the event', async () => {
    expect((await (await site.member(BEN)).open(PREVIEW)).status).toBe(403)
    expect((await site.visitor().open(PREVIEW)).status).toBe(303)
  })
})

describe('oEmbed', () => {
  const ask = (query: Record<string, string>) => site.visitor().open(`/oembed?${new URLSearchParams(query)}`)

  it('is found from the event page, and describes a frame that is no larger than the site wants', async () => {
    const { document } = await site.visitor().open('/event/1')
    const link = document.querySelector('link[type="application/json+oembed"]')?.getAttribute('href') ?? ''
    const { pathname, search, searchParams } = new URL(link)
    const full = await site.visitor().open(pathname + search)
    expect(full.headers.get('content-type')).toContain('application/json')
    expect(full.headers.get('access-control-allow-origin')).toBe('*')
    expect(JSON.parse(full.html)).toMatchObject({ version: '1.0', type: 'rich', width: 640, height: 600 })
    const small = await ask({ url: searchParams.get('url') ?? '', maxwidth: '320', maxheight: '200' })
    const { html, width, height } = JSON.parse(small.html) as { html: string; width: number; height: number }
    expect([width, height]).toEqual([320, 200])
    expect(html).toContain(`<iframe src="${TICKET_ORIGIN}/embed/event/1/tickets"`)
    expect(html).toContain('width="320" height="200"')
  })

  it('answers 404 for what is no event page, and 501 for another format', async () => {
    const { document } = await site.visitor().open('/event/1')
    const link = document.querySelector('link[type="application/json+oembed"]')?.getAttribute('href') ?? ''
    const url = new URL(link).searchParams.get('url') ?? ''
    expect((await ask({ url, format: 'xml' })).status).toBe(501)
    for (const wrong of [
      '',
      'https://elsewhere.example/event/1',
      url.replace('/event/1', '/event/999'),
      `${url}/edit`,
    ])
      expect((await ask({ url: wrong })).status, wrong).toBe(404)
  })
})

describe('the plugin for WordPress', () => {
  const hasPhp = spawnSync('php', ['--version']).status === 0
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tuvens-plugin-'))
    if (!hasPhp)
      process.stderr.write('Not tested: the plugin for WordPress. It needs PHP (apt-get install php-cli).\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.skipIf(!hasPhp)('renders the element of an event, and nothing for what is no event', async () => {
    const { headers, html } = await (await site.member()).open('/event/1/embed/tuvens-tickets.php')
    expect(headers.get('content-disposition')).toContain('filename="tuvens-tickets.php"')
    const file = join(folder, 'tuvens-tickets.php')
    writeFileSync(file, html)
    expect(spawnSync('php', ['-l', file], { encoding: 'utf8' }).stdout).toContain('No syntax errors')
    const run = spawnSync('php', [], {
      input: `${WORDPRESS}\nrequire '${file}';\n${CALLS}`,
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    const { block, shortcode, wrong, footer, type } = JSON.parse(run.stdout) as Record<string, string>
    const inside = `<a href="${TICKET_ORIGIN}/embed/event/11/tickets">Tickets</a>`
    expect(block).toBe(
      `<tuvens-tickets event="11" promo-code="&quot;&gt;&lt;b&gt;">${inside}</tuvens-tickets>`,
    )
    expect(shortcode).toBe(`<tuvens-button event="11">${inside}</tuvens-button>`)
    expect(wrong).toBe('')
    expect(footer).toContain(`integrity="${loader.integrity}"`)
    expect(footer?.match(/<script/g)).toHaveLength(1)
    expect(type).toBe('tuvens/tickets')
  })
})

/** The functions of WordPress that the plugin calls, as WordPress has them: actions run once for each name of a function. */
const WORDPRESS = `<?php
error_reporting(E_ALL);
ini_set('display_errors', 'stderr');
const ABSPATH = '/';
$actions = []; $blocks = []; $shortcodes = [];
function add_action($name, $function) { $GLOBALS['actions'][$name][$function] = true; }
function do_action($name) { foreach (array_keys($GLOBALS['actions'][$name] ?? []) as $function) { $function(); } }
function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }
function esc_url($url) { return htmlspecialchars($url, ENT_QUOTES); }
function wp_register_script(...$all) {}
function wp_add_inline_script(...$all) {}
function wp_register_style(...$all) {}
function wp_enqueue_style(...$all) {}
function wp_add_inline_style(...$all) {}
function register_block_type($name, $settings) { $GLOBALS['blocks'][$name] = $settings; }
function add_shortcode($name, $function) { $GLOBALS['shortcodes'][$name] = $function; }
`

const CALLS = `
do_action('init');
do_action('wp_enqueue_scripts');
$type = array_key_first($blocks);
$block = $blocks[$type]['render_callback'](['event' => '11', 'promo_code' => '"><b>']);
$shortcode = $shortcodes['tuvens_tickets'](['event' => '11', 'form' => 'button']);
$wrong = $shortcodes['tuvens_tickets'](['event' => '11" onload="x']);
ob_start();
do_action('wp_footer');
$footer = ob_get_clean();
echo json_encode(compact('block', 'shortcode', 'wrong', 'footer', 'type'), JSON_UNESCAPED_SLASHES);
`
