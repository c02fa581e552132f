import { ExpectedError } from '@tuvens/contract'
import { AwsClient } from 'aws4fetch'
import type { PictureFiles } from '../base/picture-files.ts'

/** A bucket of an S3-compatible service; `url` is its address, with the bucket in the path or in the host. */
export type Bucket = { url: string; region: string; keyId: string; secret: string }

/** The bucket refused or failed; `status` is null when no response came. */
export class BucketError extends ExpectedError {
  readonly status: number | null

  constructor(method: string, status: number | null, cause?: unknown) {
    super(`The bucket of pictures: ${method} ${status ?? 'got no response'}`, { cause, needsStack: true })
    this.name = 'BucketError'
    this.status = status
  }
}

const TIMEOUT_MS = 10_000
const RETRIES = 2

/** Files in a bucket, which need not be public: the API reads them for the browser. */
export function createBucket({ url, region, keyId, secret }: Bucket): PictureFiles {
  const credentials = { accessKeyId: keyId, secretAccessKey: secret }
  const client = new AwsClient({ ...credentials, region, service: 's3', retries: RETRIES })
  const send = async (method: 'GET' | 'PUT' | 'DELETE', name: string, body?: Buffer) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const init = { method, signal, ...(body !== undefined && { body: new Uint8Array(body) }) }
    const response = await client.fetch(`${url}/${name}`, init).catch((cause: unknown) => {
      throw new BucketError(method, null, cause)
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (response.ok) return bytes
    if (response.status === 404) return null
    throw new BucketError(method, response.status)
  }
  return {
    write: async (name, bytes) => {
      // A 404 of a write is a bucket that does not exist.
      if ((await send('PUT', name, bytes)) === null) throw new BucketError('PUT', 404)
    },
    read: (name) => send('GET', name),
    delete: async (name) => void (await send('DELETE', name)),
  }
}
