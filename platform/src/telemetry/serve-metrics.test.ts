import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import { expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { gauge, onScrape } from './registry.ts'
import { serveMetrics } from './serve-metrics.ts'

const log = createLog('test', 'silent')
const depth = gauge({ name: 'tuvens_test_depth', help: 'Of this test' })

type Answer = { status: number; text: string }
function get(port: number, path: string, host = `127.0.0.1:${port}`): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ port, path, host: '127.0.0.1', headers: { host } }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
}

it('serves all metrics, read at the scrape, to this machine only, and goes on when a reading fails', async () => {
  const server = await serveMetrics(
    { port: 0, host: '127.0.0.1' },
    { service: 'test', version: '1.0.0', log },
  )
  const { port } = server.address() as AddressInfo
  const stop = onScrape(() => depth.set({}, 7))
  const scraped = await get(port, '/metrics')
  expect(scraped.status).toBe(200)
  expect(scraped.text).toContain('tuvens_test_depth 7')
  expect(scraped.text).toContain('tuvens_build_info{service="test"')
  expect(scraped.text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect(scraped.text).toContain('tuvens_collect_failures 0')
  stop()
  const fail = onScrape(() => Promise.reject(new Error('the database is away')))
  expect((await get(port, '/metrics')).text).toContain('tuvens_collect_failures 1')
  fail()
  expect((await get(port, '/metrics', 'rebound.example')).status).toBe(404)
  expect((await get(port, '/')).status).toBe(404)
  server.close()
})
