import httpProxy from '@fastify/http-proxy'
import Fastify from 'fastify'
import { readSettings, serve } from '../servers/serve.ts'

/** A proxy of Fastify and its plugin, with their defaults. */
const { port } = readSettings<{ port: number }>()
const app = Fastify()
await app.register(httpProxy, { upstream: `http://127.0.0.1:${port}` })
await app.ready()
serve(app.server)
