import { ServiceError } from '@tuvens/contract'
import type { OpenApiServers } from '@tuvens/contract/openapi'
import { FONT_FILE } from '@tuvens/design/stylesheet'
import { compress, encodingFor } from '@tuvens/platform/http/compress'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readFileSync } from 'node:fs'
import { readDocument, type ReferenceDocument } from './document.ts'
import { FONT_PATH, REFERENCE_PATH, REFERENCE_POLICY, type ReferencePage, renderReference } from './page.tsx'
import { pageOf } from './sections.tsx'

/** Serves the contract as OpenAPI 3.1, and as pages for people. */
export function addReferenceRoutes(app: FastifyInstance, servers: OpenApiServers): void {
  const document = readDocument(servers)
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.header('cache-control', CACHED).type('application/json; charset=utf-8').send(document.text),
  )
  const font = readFileSync(FONT_FILE)
  app.get(FONT_PATH, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').type('font/woff2').send(font),
  )
  const pages = createPages(document)
  app.get(REFERENCE_PATH, async (request, reply) => pages.send('', request, reply))
  app.get<{ Params: { section: string } }>(`${REFERENCE_PATH}/:section`, async (request, reply) =>
    pages.send(request.params.section, request, reply),
  )
}

const CACHED = 'public, max-age=300'

/** Each page is rendered and compressed once: they change only with a release. */
function createPages(document: ReferenceDocument) {
  const rendered = new Map<string, Buffer>()
  const bodyOf = (slug: string, page: ReferencePage, encoding: ReturnType<typeof encodingFor>) => {
    const key = `${encoding} ${slug}`
    const body = rendered.get(key) ?? compress(renderReference(page, document), encoding)
    rendered.set(key, body)
    return body
  }
  return {
    send: (slug: string, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const page = pageOf(slug, document)
      if (page === undefined) throw new ServiceError('NOT_FOUND')
      const encoding = encodingFor(request.headers['accept-encoding'])
      if (encoding !== 'identity') reply.header('content-encoding', encoding)
      return reply
        .headers({
          'content-security-policy': REFERENCE_POLICY,
          'cache-control': CACHED,
          vary: 'accept-encoding',
        })
        .type('text/html; charset=utf-8')
        .send(bodyOf(slug, page, encoding))
    },
  }
}
