import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { GROUPS, llmsText } from './pages.ts'

const DOCS = join(import.meta.dirname, '..')
const VUE = join(DOCS, 'node_modules', 'vue', 'dist')
const RENDERER = join(DOCS, 'node_modules', '@vue', 'server-renderer', 'dist')

const titleOf = (file: string): string =>
  /^# (.+)$/m.exec(readFileSync(join(DOCS, '..', `${file}.md`), 'utf8'))?.[1] ?? file

const pagesIn = (folder: string): string[] =>
  (existsSync(join(DOCS, folder)) ? readdirSync(join(DOCS, folder)) : [])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${folder}/${name.slice(0, -3)}`)

const linksTo = (files: string[]) =>
  files
    .filter((file) => existsSync(join(DOCS, '..', `${file}.md`)))
    .map((file) => ({ text: titleOf(file), link: file === 'README' ? '/' : `/${file}` }))

/** Addresses of `docs/llms.txt` as those of the site, whose root is the root of the repository. */
const asSite = (text: string): string =>
  text.replaceAll(/\]\((\.\.\/)?([\w/-]+)\.md\)/g, (_, isAtRoot: string | undefined, file: string) => {
    if (file === 'README') return '](/)'
    return `](/${isAtRoot === undefined ? 'docs/' : ''}${file.replace(/(^|\/)index$/, '$1')}${/(^|\/)index$/.test(file) ? '' : '.html'})`
  })

export default defineConfig({
  title: 'Tuvens Ticketing',
  description: 'Sell tickets through Hi.Events from any event page, in one click, live',
  srcDir: '..',
  // The documents of the project: nothing that a build has made.
  srcExclude: ['!(docs|decisions|box-office|bench|messages|*.md)/**', '**/node_modules/**', 'PLAN.md'],
  rewrites: { 'README.md': 'index.md' },
  outDir: 'dist',
  // Pages outside this folder find no packages by themselves.
  vite: {
    resolve: {
      alias: [
        { find: /^vue$/, replacement: join(VUE, 'vue.runtime.esm-bundler.js') },
        { find: /^vue\/server-renderer$/, replacement: join(RENDERER, 'server-renderer.esm-bundler.js') },
      ],
    },
  },
  lastUpdated: false,
  // The list of pages for programs, with the addresses of this site.
  buildEnd: ({ outDir }) => writeFileSync(join(outDir, 'llms.txt'), asSite(llmsText(titleOf))),
  markdown: { config: (markdown) => unlinkSources(markdown as unknown as Markdown) },
  themeConfig: {
    outline: 'deep',
    search: { provider: 'local' },
    sidebar: [
      ...GROUPS.map(({ title, pages }) => ({ text: title, items: linksTo(pages.map(([file]) => file)) })),
      { text: 'Runbooks', collapsed: true, items: linksTo(pagesIn('operate/runbooks')) },
    ],
  },
})

type Token = { type: string; attrGet: (name: string) => string | null; hidden: boolean; tag: string }
type Markdown = {
  core: {
    ruler: { push: (name: string, rule: (state: { tokens: { children: Token[] | null }[] }) => void) => void }
  }
}

/** Documents link to source files, which are no pages: their names stay, as text. */
function unlinkSources(markdown: Markdown): void {
  markdown.core.ruler.push('unlink-sources', ({ tokens }) => {
    for (const { children } of tokens) removeLinks(children ?? [])
  })
}

function removeLinks(children: Token[]): void {
  let isOpen = false
  const kept = children.filter((token) => {
    const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : ''
    const isSource = href !== '' && !/^(?:[a-z]+:|#)/i.test(href) && !/\.md(?:#|$)/.test(href)
    const isRemoved = isSource || (isOpen && token.type === 'link_close')
    if (token.type === 'link_open') isOpen = isSource
    if (token.type === 'link_close') isOpen = false
    return !isRemoved
  })
  children.splice(0, children.length, ...kept)
}
