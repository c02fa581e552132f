import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One exchange with a real Hi.Events. */
export type Recording = {
  name: string
  request: { method: string; path: string; headers: Record<string, string>; body?: unknown }
  response: { status: number; headers: Record<string, string | string[]>; body: unknown }
}
export type RecordedDelivery = {
  label: string
  path: string
  headers: Record<string, string>
  secret: string
  raw: string
}

const FOLDER = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'hi-events')

/** The folders of exchanges: one version's story and shop, and the version after it. */
export type RecordingFolder = 'story' | 'shop' | 'next'

/** A recording by its name without number and ending, e.g. `login` of the story or `public-event` of the shop. */
export function recording(folder: RecordingFolder, name: string): Recording {
  const file = readdirSync(join(FOLDER, folder)).find((each) => each.replace(/^\d+-/, '') === `${name}.json`)
  if (file === undefined) throw new TypeError(`There is no recording ${name} in ${folder}`)
  return readJson(folder, file)
}

/** The names of a folder's recordings, with their numbers. */
export function recordingNames(folder: RecordingFolder): string[] {
  const files = readdirSync(join(FOLDER, folder)).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.replace(/\.json$/, '')).sort()
}

/** The recording of a name with its number. */
export function numberedRecording(folder: RecordingFolder, name: string): Recording {
  return readJson(folder, `${name}.json`)
}

export function deliveries(folder: 'webhooks' | 'next/webhooks' = 'webhooks'): RecordedDelivery[] {
  return readdirSync(join(FOLDER, folder)).map((file): RecordedDelivery => readJson(folder, file))
}

export function recordedSecrets(): { jwt_secret: string } {
  return readJson('.', 'secrets.json')
}

function readJson(folder: string, file: string) {
  return JSON.parse(readFileSync(join(FOLDER, folder, file), 'utf8'))
}

/** Method and path, without the query, of every recorded request. */
export function recordedRequests(): string[] {
  const files = readdirSync(FOLDER, { recursive: true }).map(String)
  const stories = files.filter((file) => /\d+-[\w-]+\.json$/.test(file) && !file.includes('webhooks'))
  return stories.flatMap((file) => {
    const { request }: Partial<Recording> = readJson('.', file)
    return request === undefined ? [] : [`${request.method} ${request.path.split('?', 1)[0]}`]
  })
}
