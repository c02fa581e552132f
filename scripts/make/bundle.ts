import { build, type Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Bundles a service into `<service>/dist/main.js`. The bundle contains our own packages; others stay in node_modules. */
export async function bundleService(root: string, folder: string): Promise<void> {
  await build({
    entryPoints: [join(root, folder, 'src', 'main.ts')],
    outfile: join(root, folder, 'dist', 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: 'linked',
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
    plugins: [ownPackagesInside(), sourceFolders(root, folder)],
  })
}

/** Bundles our packages, because they are TypeScript, which Node cannot load; others are loaded from node_modules at run time. */
function ownPackagesInside(): Plugin {
  return {
    name: 'own-packages-inside',
    setup(builder) {
      builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind === 'entry-point' || path.startsWith('@tuvens/') || /^[A-Za-z]:/.test(path)
          ? undefined
          : { path, external: true },
      )
    },
  }
}

/**
 * Keeps `import.meta.dirname` the folder of the source file, also for files of other packages and of inner folders.
 * (For files directly in `src/` the folder of the bundle is equivalent: both are one level below the service.)
 */
function sourceFolders(root: string, folder: string): Plugin {
  return {
    name: 'source-folders',
    setup(builder) {
      builder.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        if (path.includes(`${sep}node_modules${sep}`) || !source.includes('import.meta.dirname'))
          return undefined
        const way = relative(join(root, folder, 'dist'), dirname(path)).replaceAll(sep, '/')
        return {
          contents: source.replaceAll('import.meta.dirname', `(import.meta.dirname + '/${way}')`),
          loader: path.endsWith('x') ? 'tsx' : 'ts',
        }
      })
    },
  }
}
