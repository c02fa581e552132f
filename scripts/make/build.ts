import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PlainError } from '../system/plain-error.ts'
import type { Steps } from '../start/types.ts'
import { bundleService } from './bundle.ts'
import { buildSite } from './site.ts'
import { hashOf } from './sources.ts'

type Target = {
  folder: string
  title: string
  /** Output folder, relative to the target's folder. A file in it stores the hash of the sources. */
  output: string
  /** `hash` is that of the sources. */
  build: (root: string, logs: string, hash: string) => Promise<void>
}

const TARGETS: Target[] = [
  ...['api', 'hi-events', 'box-office'].map((folder) => ({
    folder,
    title: folder,
    output: 'dist',
    build: (root: string) => buildService(root, folder),
  })),
  { folder: 'client', title: 'event site', output: 'build', build: buildSite },
]
/** Sources of every target beside its own folder. */
const SHARED = [
  'contract',
  'platform',
  'design',
  'embed',
  'scripts/make',
  'package-lock.json',
  'tsconfig.base.json',
]
const STAMP = '.sources'

/** Builds every target whose sources changed since its last build. */
export async function buildAll(root: string, logs: string, steps: Steps): Promise<void> {
  const stale = TARGETS.map((target) => ({ target, hash: hashOf(root, [...SHARED, target.folder]) })).filter(
    ({ target, hash }) => stampOf(root, target) !== hash,
  )
  if (stale.length === 0) return
  await steps.step('Building', async (note) => {
    const left = new Set(stale.map(({ target }) => target.title))
    note([...left].join(', '))
    await Promise.all(
      stale.map(async ({ target, hash }) => {
        await buildOne(root, logs, { target, hash })
        writeFileSync(join(root, target.folder, target.output, STAMP), hash)
        left.delete(target.title)
        note([...left].join(', '))
      }),
    )
  })
}

type Stale = { target: Target; hash: string }

async function buildOne(root: string, logs: string, { target, hash }: Stale): Promise<void> {
  try {
    await target.build(root, logs, hash)
  } catch (cause) {
    if (cause instanceof PlainError) throw cause
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new PlainError(`The ${target.title} could not be built:\n${message}`, { cause })
  }
}

async function buildService(root: string, folder: string): Promise<void> {
  await bundleService(root, folder)
  const own = join(root, folder, 'build.mjs')
  if (!existsSync(own)) return
  const { build }: { build: () => Promise<unknown> } = await import(pathToFileURL(own).href)
  await build()
}

function stampOf(root: string, target: Target): string | undefined {
  const file = join(root, target.folder, target.output, STAMP)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
