import type { FastifyInstance } from 'fastify'
import type { BaseContext } from '../../base-context.ts'
import { missing } from '../../refusal.ts'
import { type Api, eventOf, idOf } from '../../rest/api.ts'
import { requireEvent } from '../read.ts'
import { readUpload } from './read-upload.ts'
import { imagesOf } from './shape.ts'
import { deleteCover, findImage, saveCover } from './store.ts'

const FOLDER = '/storage/event_cover'
const YEAR_SECONDS = 31_536_000

/** The cover of an event, for its organisers. */
export function addCoverRoutes({ member, upload }: Api, context: BaseContext): void {
  member('GET', '/events/:event_id/images', async ({ principal, ...call }) => ({
    data: imagesOf(await requireEvent(context, principal, eventOf(call))),
  }))
  upload('/events/:event_id/images', async ({ principal, body, request, ...call }) => {
    const { id: eventId } = await requireEvent(context, principal, eventOf(call))
    const { bytes, fileName, mimeType } = await readUpload(body, request.headers['content-type'] ?? '')
    const url = `${context.config.publicUrl}${FOLDER}/${fileName}`
    const file = { url, size: bytes.length, file_name: fileName, mime_type: mimeType }
    const [cover] = await saveCover(context.db, { eventId, bytes, ...file })
    if (cover === undefined) throw missing('Event', eventId)
    return { data: cover }
  })
  member('DELETE', '/events/:event_id/images/:image_id', async ({ principal, reply, params }) => {
    const { id: eventId } = await requireEvent(context, principal, eventOf({ params }))
    const id = idOf(params['image_id'], 'Image')
    if (!(await deleteCover(context.db, { eventId, id }))) throw missing('Image', id)
    return reply.code(204).send()
  })
}

/** The files of covers, for everybody. A new cover has a new name, so a file never changes. */
export function addStorageRoutes(app: FastifyInstance, { db }: BaseContext): void {
  app.get<{ Params: { file: string } }>(`${FOLDER}/:file`, async ({ params }, reply) => {
    const image = await findImage(db, params.file)
    if (image === undefined) return reply.callNotFound()
    return reply
      .headers({
        'content-type': image.mime_type,
        'cache-control': `public, max-age=${YEAR_SECONDS}, immutable`,
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
      })
      .send(image.bytes)
  })
}
