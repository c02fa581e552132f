import { build, type Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** A service as one file, `<service>/dist/main.js`: our own packages inside, those of others left in node_modules. */
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
    plugins: [ownPackagesInside(), foldersOfOrigin(root, folder)],
  })
}

/** Our packages are TypeScript, which Node cannot load; everything else is loaded from node_modules at run time. */
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
 * `import.meta.dirname` in a file of another package, or deeper in the service, still means the folder of that file.
 * (In files directly in `src/` the bundle's folder is as good: both are one level below the service.)
 */
function foldersOfOrigin(root: string, folder: string): Plugin {
  return {
    name: 'folders-of-origin',
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
