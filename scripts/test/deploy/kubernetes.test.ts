import { execFileSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { DEPLOY, newFolder, readSettingsFile, ROOT, writeSettings } from './written-settings.ts'

/** Where `kubernetes-types` has the type of each kind. */
const TYPES: Record<string, string> = {
  'v1/Namespace': 'core/v1',
  'v1/Secret': 'core/v1',
  'v1/Service': 'core/v1',
  'apps/v1/Deployment': 'apps/v1',
  'policy/v1/PodDisruptionBudget': 'policy/v1',
  'autoscaling/v2/HorizontalPodAutoscaler': 'autoscaling/v2',
  'networking.k8s.io/v1/NetworkPolicy': 'networking/v1',
  'networking.k8s.io/v1/Ingress': 'networking/v1',
}
type Manifest = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }
type Egress = { to?: { ipBlock?: { cidr: string; except?: string[] } }[] }
type Pod = {
  automountServiceAccountToken: boolean
  securityContext: { runAsNonRoot: boolean }
  containers: {
    securityContext: { readOnlyRootFilesystem: boolean }
    readinessProbe: object
    livenessProbe: object
    resources: object
  }[]
}

let manifests: Manifest[]
let settings: string
beforeAll(() => {
  const folder = newFolder()
  cpSync(join(DEPLOY, 'kubernetes'), folder, { recursive: true })
  settings = writeSettings('kubernetes', join(folder, 'example', 'settings'))
  const rendered = execFileSync('kubectl', ['kustomize', join(folder, 'example')], { encoding: 'utf8' })
  manifests = parseAllDocuments(rendered).map((each) => each.toJS() as Manifest)
})

const ofKind = (kind: string) => manifests.filter((each) => each.kind === kind)
const namesOf = (kind: string) =>
  ofKind(kind)
    .map(({ metadata }) => metadata.name)
    .sort()

describe('the manifests for Kubernetes', () => {
  it('fit the types of the Kubernetes API: no field is unknown, missing or of another type', () => {
    const file = join(newFolder(), 'manifests.ts')
    writeFileSync(file, sourceOf(manifests))
    expect(problemsIn(file)).toEqual([])
  })

  it('are found wrong when a field is misspelt', () => {
    const file = join(newFolder(), 'manifests.ts')
    writeFileSync(file, sourceOf(manifests).replace('"containerPort"', '"containerport"'))
    expect(problemsIn(file)).toEqual([expect.stringContaining('containerport')])
  })

  it('keep one pod of each service running, and scale it', () => {
    expect(namesOf('Deployment')).toEqual(['api', 'site', 'tickets'])
    for (const kind of ['Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'])
      expect(namesOf(kind)).toEqual(namesOf('Deployment'))
  })

  it('run every service without root, on a file system that it cannot write, and watch it', () => {
    for (const deployment of ofKind('Deployment') as unknown as { spec: { template: { spec: Pod } } }[])
      expect(deployment.spec.template.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true },
        containers: [
          {
            securityContext: { readOnlyRootFilesystem: true },
            readinessProbe: expect.anything(),
            livenessProbe: expect.anything(),
            resources: { requests: expect.anything(), limits: expect.anything() },
          },
        ],
      })
  })

  it('tell Hi.Events, in its own namespace, an address of the ticket origin that leads there', () => {
    const { port, hostname } = new URL(readSettingsFile(settings, 'tickets')['WEBHOOK_URL'] ?? '')
    const services = ofKind('Service') as (Manifest & { spec: { ports: { port: number }[] } })[]
    const found = services.find(({ metadata }) => `${metadata.name}.${metadata.namespace}.svc` === hostname)
    expect(found?.spec.ports.map((each) => String(each.port))).toEqual([port])
  })

  it('let no service reach the addresses where a cloud hands out the rights of the machine', () => {
    const egress = (ofKind('NetworkPolicy') as (Manifest & { spec: { egress?: Egress[] } })[]).flatMap(
      ({ spec }) => spec.egress ?? [],
    )
    const blocks = egress.flatMap(({ to = [{ ipBlock: { cidr: 'anywhere' } }] }) =>
      to.flatMap(({ ipBlock }) => ipBlock ?? []),
    )
    const exceptions = new Map([
      ['0.0.0.0/0', ['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32']],
      ['::/0', ['fe80::/10', 'fd00:ec2::/32', 'fd20:ce::/64']],
    ])
    expect(new Set(blocks.map(({ cidr }) => cidr))).toEqual(new Set(exceptions.keys()))
    for (const { cidr, except } of blocks) expect(except).toEqual(exceptions.get(cidr))
  })

  it('let nothing through that no rule names', () => {
    const denied = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === 'default-deny')
    expect(denied).toMatchObject({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } })
  })
})

/** The manifests as literals of their types: the compiler refuses what such a type does not have. */
function sourceOf(all: Manifest[]): string {
  return all
    .map((each, index) => {
      const from = TYPES[`${each.apiVersion}/${each.kind}`]
      const type = `import('kubernetes-types/${from ?? 'unknown'}').${each.kind}`
      return `export const m${index}: ${type} = ${JSON.stringify(each)}\n`
    })
    .join('')
}

function problemsIn(file: string): string[] {
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { 'kubernetes-types/*': [join(ROOT, 'node_modules', 'kubernetes-types', '*')] },
  })
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
