// Loaded into a service by --import: writes a CPU profile of the whole run when it ends. (NODE_OPTIONS does not allow --cpu-prof.)
import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { basename, dirname, join } from 'node:path'

const SAMPLE_MICROSECONDS = 500
const folder = process.env.BENCH_PROFILES
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS })
session.post('Profiler.start')

process.once('exit', () => {
  session.post('Profiler.stop', (error, result) => {
    if (error !== null) return
    const service = basename(dirname(dirname(process.argv[1] ?? 'unknown')))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${service}-${process.pid}.cpuprofile`), JSON.stringify(result.profile))
  })
})
