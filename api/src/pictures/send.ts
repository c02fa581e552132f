import { type PictureRendition, ServiceError } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BaseContext } from '../base/context.ts'
import { includesEtag } from '../catalogue/represent.ts'
import { fileName } from './upload.ts'

const YEAR_SECONDS = 31_536_000

/** A file that somebody's picture was made into: shown as a picture on any site, and never as a page. */
const HEADERS = {
  'cache-control': `public, max-age=${YEAR_SECONDS}, immutable`,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
}

type Call = {
  params: { id: string; rendition: PictureRendition }
  request: FastifyRequest
  reply: FastifyReply
}

/** @throws ServiceError PICTURE_NOT_FOUND, SERVICE_UNAVAILABLE */
export async function sendPicture(
  { pictureFiles }: Pick<BaseContext, 'pictureFiles'>,
  { params: { id, rendition }, request, reply }: Call,
): Promise<FastifyReply> {
  const file = await pictureFiles.read(fileName(id, rendition)).catch((cause: unknown) => {
    throw new ServiceError('SERVICE_UNAVAILABLE', { cause, retryAfter: 5 })
  })
  if (file === null) throw new ServiceError('PICTURE_NOT_FOUND')
  const etag = `"${id.slice(0, 27)}-${rendition}"`
  const type = rendition.endsWith('.jpg') ? 'image/jpeg' : 'image/webp'
  reply.headers({ ...HEADERS, etag, 'content-type': type })
  if (includesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.send(file)
}
