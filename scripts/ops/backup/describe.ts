import { sizeOf } from './contents.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** A backup as a command reports it. */
export type DescribedBackup = Pick<Manifest, 'service' | 'takenAt' | 'verifiedAt'> & {
  path: string
  bytes: number
  rows: number
  pictures: number
  seconds: number
  problems: string[]
}

export function describeBackup(
  path: string,
  { problems, seconds }: { problems: string[]; seconds: number },
): DescribedBackup {
  const { service, takenAt, verifiedAt, database, contents, pictures } = readManifest(path)
  return {
    service,
    path,
    takenAt,
    verifiedAt,
    bytes: database.bytes + (pictures?.bytes ?? 0),
    rows: Object.values(contents).reduce((sum, each) => sum + Number(each.rows), 0),
    pictures: pictures?.count ?? 0,
    seconds: Math.round(seconds * 10) / 10,
    problems,
  }
}

export function lineOf({
  service,
  path,
  bytes,
  seconds,
  problems,
  verifiedAt,
  pictures,
}: DescribedBackup): string {
  const state = problems.length > 0 ? 'NOT GOOD' : verifiedAt === null ? 'not tried' : 'restored and compared'
  const size = `${sizeOf(readManifest(path).contents)}, ${pictures} pictures, ${(bytes / 1e6).toFixed(1)} MB`
  return `${problems.length > 0 ? '✗' : '✓'} ${service}: ${path} (${size}; ${state}; ${seconds} s)`
}
