import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Type, type Static } from 'typebox'
import { Check } from 'typebox/schema'
import { PlainError } from '../../system/plain-error.ts'
import { SERVICES } from './sources.ts'

const File = Type.Object({ name: Type.String(), bytes: Type.Integer(), sha256: Type.String() })

/** What a backup is, and what it holds. `contents` are those of the snapshot that was dumped. */
export const Manifest = Type.Object({
  format: Type.Literal(1),
  service: Type.Enum([...SERVICES]),
  /** When the snapshot was taken: what was committed later is not in it. */
  takenAt: Type.String(),
  product: Type.String(),
  postgres: Type.Object({ server: Type.String(), programs: Type.String() }),
  /** The last migration of the schema. */
  migration: Type.String(),
  database: File,
  contents: Type.Record(Type.String(), Type.Object({ rows: Type.String(), checksum: Type.String() })),
  /** The list of the pictures with a SHA-256 of each, as `sha256sum` reads it; null for a service without a folder of them. */
  pictures: Type.Union([
    Type.Null(),
    Type.Object({ count: Type.Integer(), bytes: Type.Integer(), list: File }),
  ]),
  /** When it was last restored into a scratch database and compared with `contents`; null: never. */
  verifiedAt: Type.Union([Type.Null(), Type.String()]),
})
export type Manifest = Static<typeof Manifest>
export type BackupFile = Static<typeof File>

const MANIFEST = 'manifest.json'
export const DUMP = 'database.dump'
export const PICTURES = 'pictures'
export const PICTURE_LIST = 'pictures.sha256'

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}

/** @throws PlainError when the folder is no backup, or one of another version */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST)
  if (!existsSync(file)) throw new PlainError(`${folder} is no backup: it has no ${MANIFEST}.`)
  const value = parse(readFileSync(file, 'utf8'))
  if (!Check(Manifest, value)) throw new PlainError(`${file} cannot be read by this version.`)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Name, size and SHA-256 of a file of a backup. */
export async function describeFile(folder: string, name: string): Promise<BackupFile> {
  const path = join(folder, name)
  return { name, bytes: statSync(path).size, sha256: await hashFile(path) }
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

export type ListedBackup = { path: string; manifest: Manifest }

/** The name of a backup that failed its trial ends so. */
export const FAILED = '.failed'

/** Marks a backup that failed its trial, so that nobody takes it for a good one. @returns its new path */
export function markFailed(path: string): string {
  renameSync(path, path + FAILED)
  return path + FAILED
}

/** The finished backups in a folder that did not fail their trial, the newest first. */
export function listBackups(folder: string): ListedBackup[] {
  return listAllBackups(folder).filter(({ path }) => !path.endsWith(FAILED))
}

/** The same with those that failed. One that was interrupted while it was made has no manifest. */
export function listAllBackups(folder: string): ListedBackup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, MANIFEST)))
    .map((path) => ({ path, manifest: readManifest(path) }))
    .toSorted((one, other) => other.manifest.takenAt.localeCompare(one.manifest.takenAt))
}
