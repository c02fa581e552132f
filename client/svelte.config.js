import adapter from '@sveltejs/adapter-node'

// Tests build into a folder of their own, so that they never replace the files of a running site.
const folder = process.env.SITE_BUILD === 'test' ? '.svelte-kit/test' : '.svelte-kit'
const out = process.env.SITE_BUILD === 'test' ? '.svelte-kit/test/build' : 'build'

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ out }),
    outDir: folder,
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
