import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { DEPLOY } from './written-settings.ts'

type Scrapes = { scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[] }
type Environment = Record<string, string> | undefined
type Compose = {
  services: Record<string, { command?: string[]; environment?: Environment; networks?: string[] }>
}
type Container = { env: { name: string; value: string }[]; ports: { name: string; containerPort: number }[] }
type Manifest = {
  kind: string
  metadata: { name: string }
  spec: { template: { metadata: { annotations: Record<string, string> }; spec: { containers: Container[] } } }
}

const SERVICES = ['api', 'box-office', 'site', 'tickets']
const read = (...path: string[]) => readFileSync(join(DEPLOY, ...path), 'utf8')

/** The ports that Prometheus asks, by the job, which has the name of a service. */
function scrapedPorts(config: string): Record<string, string[]> {
  const jobs = (parse(config) as Scrapes).scrape_configs.filter(({ job_name }) => SERVICES.includes(job_name))
  return Object.fromEntries(
    jobs.map(({ job_name, static_configs }) => [
      job_name,
      static_configs.flatMap(({ targets }) => targets.map((each) => each.split(':')[1] ?? '')),
    ]),
  )
}

it('every service of the compose file serves metrics, where its Prometheus asks for them', () => {
  const { services } = parse(read('compose', 'compose.yaml'), { merge: true }) as Compose
  const scraped = scrapedPorts(read('compose', 'prometheus.yml'))
  for (const name of SERVICES) {
    const { environment, networks } = services[name] ?? {}
    expect([name, environment?.['METRICS_HOST'], environment?.['METRICS_PORT']]).toEqual([
      name,
      '0.0.0.0',
      ...(scraped[name] ?? []),
    ])
    expect(services['prometheus']?.networks?.filter((each) => networks?.includes(each))).toEqual(['metrics'])
  }
})

it('every unit of a service serves metrics, where Prometheus asks for them', () => {
  const scraped = scrapedPorts(read('monitoring', 'prometheus.yml'))
  const units = readdirSync(join(DEPLOY, 'systemd'))
  for (const name of SERVICES) {
    const file = units.find((each) => each.startsWith(`tuvens-${name}`) && each.endsWith('.service')) ?? ''
    const [, port = '', metrics = ''] =
      /^Environment=PORT=(\S+) METRICS_PORT=(\S+)$/m.exec(read('systemd', file)) ?? []
    const at = (instance: string) => [port, metrics].map((each) => each.replace('%i', instance))
    for (const asked of scraped[name] ?? []) expect(at(asked.slice(1))).toEqual([asked.slice(1), asked])
    expect(scraped[name]?.length).toBe(port === '%i' ? 2 : 1)
  }
})

it('every pod serves metrics, where its annotations say and the network lets Prometheus in', () => {
  const policies = read('kubernetes', 'base', 'network.yaml')
  for (const name of ['api', 'site', 'tickets']) {
    const manifests = parseAllDocuments(read('kubernetes', 'base', `${name}.yaml`)).map(
      (each) => each.toJS() as Manifest,
    )
    const template = manifests.find(({ kind }) => kind === 'Deployment')?.spec.template
    const [container] = template?.spec.containers ?? []
    const port = container?.env.find((each) => each.name === 'METRICS_PORT')?.value
    expect(port).toMatch(/^\d+$/)
    expect(template?.metadata.annotations['prometheus.io/port']).toBe(port)
    expect(container?.ports.find((each) => each.name === 'metrics')?.containerPort).toBe(Number(port))
    expect(policies).toContain(`{ protocol: TCP, port: ${port} }`)
  }
})
