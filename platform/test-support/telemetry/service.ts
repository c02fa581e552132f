import { setTimeout as delay } from 'node:timers/promises'
import { readEnv } from '../../src/config.ts'
import { createHttp } from '../../src/http/http.ts'
import { createLog } from '../../src/log.ts'
import { runService } from '../../src/service.ts'
import { readTelemetry } from '../../src/telemetry/settings.ts'
import { createWakeUp, startLoop } from '../../src/work.ts'

/** A service as all of ours are started, with bugs on demand. */
async function main(): Promise<void> {
  const { port, ...telemetry } = readEnv(process.env, (fields) => ({
    port: fields.integer('PORT', 0),
    ...readTelemetry(fields),
  }))
  const log = createLog('test')
  const start = async () => {
    const app = createHttp({ log, publicUrl: 'http://localhost' })
    app.get('/ok', async () => ({}))
    app.get<{ Querystring: { secret: string } }>('/bug', async ({ query }) => {
      throw new TypeError(`a bug met ada@tuvens.example with token=${query.secret}`)
    })
    const wakeUp = createWakeUp()
    let isBroken = false
    const run = async () => {
      if (isBroken) throw new RangeError('background work has a bug')
    }
    const loop = startLoop({ name: 'test work', run, everyMs: 3_600_000, log, wakeUp })
    app.get('/background', async () => {
      isBroken = true
      wakeUp.wake()
      return {}
    })
    app.get('/crash', async () => {
      void delay(1).then(() => {
        throw new Error('nothing handles this')
      })
      return {}
    })
    return { app, log, stop: loop.stop }
  }
  await runService(start, { port, host: '127.0.0.1', drainMs: 0, name: 'test', ...telemetry })
}

await main()
