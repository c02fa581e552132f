import { API_ROUTES, MAX_PICTURE_BYTES, ServiceError, type UploadPictureQuery } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { auditOrigin } from '../audit/record.ts'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import { accountForEvents } from '../catalogue/create.ts'
import { userOf } from '../http/caller.ts'
import { noStore } from '../http/no-store.ts'
import type { PicturesContext } from './context.ts'
import { sendPicture } from './send.ts'
import { upload } from './upload.ts'

/** The content decides what a file is, so these are only the ways in which callers label it. */
const TYPES = ['application/octet-stream', 'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']

type UploadRequest = FastifyRequest<{ Querystring: Static<typeof UploadPictureQuery> }>

export async function addPicturesRoutes(app: FastifyInstance, context: PicturesContext): Promise<void> {
  addRoute(app, API_ROUTES.readPicture, [], (call) => sendPicture(context, call))
  await app.register(async (scope) => addUpload(scope, context))
}

/** Not by `addRoute`: the body is no JSON, and its bytes are read only for a caller who may upload. */
function addUpload(scope: FastifyInstance, context: PicturesContext): void {
  scope.addContentTypeParser(
    TYPES,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, raw: Buffer) => raw,
  )
  const { method, path, query, success } = API_ROUTES.uploadPicture
  scope.route<{ Querystring: Static<typeof UploadPictureQuery> }>({
    method,
    url: path,
    bodyLimit: MAX_PICTURE_BYTES,
    schema: { querystring: query, response: { [success.status]: success.body } },
    onRequest: [
      noStore,
      requireVerifiedUser(context),
      async (request, reply) => context.limits.countOrThrow('upload', userOf(request), reply),
    ],
    handler: async (request, reply) => {
      reply.code(success.status)
      return takeUpload(context, request)
    },
  })
}

async function takeUpload(context: PicturesContext, request: UploadRequest) {
  if (!Buffer.isBuffer(request.body)) throw new ServiceError('UNSUPPORTED_MEDIA_TYPE')
  const userId = userOf(request)
  const accountId = await accountForEvents(context.db, userId, request.query.account_id ?? null)
  const picture = await upload(context, request.body, request.ip)
  const done = { operation: 'upload-picture', outcome: 'ok', userId, accountId: Number(accountId) } as const
  context.audit.record({ ...auditOrigin(request), ...done })
  return picture
}
