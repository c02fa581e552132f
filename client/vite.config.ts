import { sveltekit } from '@sveltejs/kit/vite'
import { createRequire } from 'node:module'
import { defineConfig, type Plugin } from 'vite'

const FONT = createRequire(import.meta.url).resolve('@tuvens/design/fonts/figtree.woff2')

/** The shared stylesheets name the font by its address on the services; this site serves it as a hashed, immutable file. */
const hashedFont: Plugin = {
  name: 'hashed-font',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/design/css/tokens.css') ? code.replace('/assets/figtree.woff2', FONT) : null,
}

export default defineConfig({
  plugins: [hashedFont, sveltekit()],
  // light-dark() and nesting stay as written: every browser of the last two years supports them.
  build: { cssTarget: ['chrome123', 'safari17.5', 'firefox120'] },
  // Bundled, because another workspace may have hoisted a different version than SvelteKit needs.
  // undici too: it requires modules that Node 20 lacks (node:sqlite), and only Vite leaves those requires where they are.
  ssr: { noExternal: ['cookie', 'undici'] },
  server: { fs: { allow: ['..'] } },
})
