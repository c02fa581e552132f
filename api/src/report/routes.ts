import { API_ROUTES } from '@tuvens/contract'
import { serve } from '@tuvens/platform/route'
import type { FastifyInstance } from 'fastify'
import { requireUser } from '../auth/user-guard.ts'
import type { AuthContext } from '../auth/context.ts'
import { compileReport } from './compile.ts'

export function addReportRoutes(app: FastifyInstance, context: AuthContext): void {
  serve(app, API_ROUTES.ticketingReport, [requireUser(context)], ({ params, request, reply }) => {
    reply.header('cache-control', 'no-store')
    return compileReport(context, params.id, { request, reply })
  })
}
