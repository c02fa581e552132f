import { sveltekit } from '@sveltejs/kit/vite'
import { createRequire } from 'node:module'
import { defineConfig, type Plugin } from 'vite'

const FONT = createRequire(import.meta.url).resolve('@tuvens/design/fonts/figtree.woff2')

/** The shared sheets name the font by the address the services serve it at; here it becomes a hashed, immutable file. */
const hashedFont: Plugin = {
  name: 'hashed-font',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/design/css/tokens.css') ? code.replace('/assets/figtree.woff2', FONT) : null,
}

export default defineConfig({
  plugins: [hashedFont, sveltekit()],
  // light-dark() and nesting stay as written: every browser of the last two years knows them.
  build: { cssTarget: ['chrome123', 'safari17.5', 'firefox120'] },
  // Bundled, so that the version SvelteKit asks for is the one it gets, whatever another workspace has hoisted.
  ssr: { noExternal: ['cookie'] },
  server: { fs: { allow: ['..'] } },
})
