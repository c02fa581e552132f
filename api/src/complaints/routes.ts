import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { noStore } from '../http/no-store.ts'
import { type ComplaintContext, fileComplaint } from './file.ts'

export function addComplaintRoutes(app: FastifyInstance, context: ComplaintContext): void {
  addRoute(app, API_ROUTES.fileComplaint, [noStore], async ({ params, body, request, reply }) => {
    await context.entrances.admit('complaint', { address: request.ip, target: params.id }, reply)
    return fileComplaint(context, params.id, body)
  })
}
