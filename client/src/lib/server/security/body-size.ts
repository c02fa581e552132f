import { MAX_PICTURE_BYTES } from '@tuvens/contract'
import type { IncomingMessage } from 'node:http'

/** The form of an event with its picture. */
export const MAX_UPLOAD_BYTES = MAX_PICTURE_BYTES + 1024 * 1024
const MAX_FORM_BYTES = 512 * 1024

/** The pages whose form takes a picture. */
const UPLOADS = /^\/(?:events\/new|event\/[^/?]{1,20}\/edit)(?:\?|$)/

/** Whether more is sent than this page takes; without a length, as no browser sends a form, nothing is read. */
export function isTooLarge({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  const limit = UPLOADS.test(url) ? MAX_UPLOAD_BYTES : MAX_FORM_BYTES
  return Number(headers['content-length'] ?? 0) > limit
}
