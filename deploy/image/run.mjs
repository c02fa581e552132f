// Entry of the image: starts the service that the first argument names in this process, which so receives the signals.
import { readFileSync } from 'node:fs'
import { get } from 'node:http'

const SERVICES = {
  site: ['./client/build/index.js', 3000],
  api: ['./api/dist/main.js', 3001],
  tickets: ['./hi-events/dist/main.js', 3002],
  'box-office': ['./box-office/dist/main.js', 3003],
}

const [name, ...rest] = process.argv.slice(2)
if (name === 'health') checkHealth()
else if (name === undefined || !Object.hasOwn(SERVICES, name) || rest.length > 0) {
  process.stderr.write(`Name the service to run: ${Object.keys(SERVICES).join(', ')}\n`)
  process.exitCode = 2
} else await import(SERVICES[name][0])

/** Exits with 0 when the service of this container answers; the first process was started with its name. */
function checkHealth() {
  const words = readFileSync('/proc/1/cmdline', 'utf8').split('\0')
  const service = words.find((each) => Object.hasOwn(SERVICES, each))
  const port = process.env.PORT ?? SERVICES[service]?.[1]
  get({ port, path: '/healthz', timeout: 2_500 }, (response) => {
    process.exit(response.statusCode === 200 ? 0 : 1)
  })
    .on('timeout', () => process.exit(1))
    .on('error', () => process.exit(1))
}
