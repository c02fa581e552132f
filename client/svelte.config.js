import adapter from '@sveltejs/adapter-node'
import { build } from 'esbuild'
import { join } from 'node:path'

// Tests build into a folder of their own, so that they never replace the files of a running site.
const folder = process.env.SITE_BUILD === 'test' ? '.svelte-kit/test' : '.svelte-kit'
const out = process.env.SITE_BUILD === 'test' ? '.svelte-kit/test/build' : 'build'

const node = adapter({ out })

/** Our packages are TypeScript, which Node cannot load; others are loaded from node_modules at run time. */
const ownPackagesInside = {
  name: 'own-packages-inside',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@tuvens/') ? undefined : { path, external: true },
    )
  },
}

/** @type {import('@sveltejs/kit').Adapter} adapter-node, with src/server.ts in the place of its server */
const nodeWithOurServer = {
  ...node,
  async adapt(builder) {
    await node.adapt(builder)
    await build({
      entryPoints: [join(import.meta.dirname, 'src', 'server.ts')],
      outfile: join(import.meta.dirname, out, 'index.js'),
      allowOverwrite: true,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      logLevel: 'silent',
      plugins: [ownPackagesInside],
    })
  },
}

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: nodeWithOurServer,
    outDir: folder,
    // By default the time of the build: nodes that are built apart would tell browsers to load every page again.
    version: { name: process.env.SITE_VERSION ?? 'development' },
    // The addresses of the API and the ticket origin are settings: src/lib/server/security/headers.ts adds them at run time.
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self'],
        // The one style attribute that SvelteKit writes itself: on its page announcer for screen readers.
        'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'img-src': ['self', 'https:', 'data:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'form-action': ['self'],
        'frame-src': ['none'],
        'frame-ancestors': ['none'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'manifest-src': ['self'],
        'require-trusted-types-for': ['script'],
        'trusted-types': ['svelte-trusted-html', 'tuvens-markup'],
      },
    },
    typescript: {
      config: (config) => ({
        ...config,
        include: [
          ...config.include,
          '../test-support/**/*.ts',
          '../test/**/*.ts',
          '../vite.config.ts',
          '../vitest.config.ts',
        ],
      }),
    },
  },
}
