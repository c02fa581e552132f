import { randomUUID } from 'node:crypto'

type FilePart = { field: string; name: string; contentType: string; bytes: Buffer }

/** A form with one file (RFC 7578). Names and values are ours: none needs to be escaped. */
export function multipart(fields: Record<string, string>, { field, name, contentType, bytes }: FilePart) {
  const boundary = `tuvens-${randomUUID()}`
  const part = (disposition: string) => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`
  const texts = Object.entries(fields).map(([key, value]) => `${part(`name="${key}"`)}\r\n${value}\r\n`)
  const head = `${texts.join('')}${part(`name="${field}"; filename="${name}"`)}Content-Type: ${contentType}\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}
