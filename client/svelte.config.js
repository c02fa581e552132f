import adapter from '@sveltejs/adapter-node'

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter(),
    // The addresses of the API and the ticket origin are known only when the server runs: src/lib/server/security/headers.ts adds them.
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self'],
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
        'trusted-types': ['svelte-trusted-html'],
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
