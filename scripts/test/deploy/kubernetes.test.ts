import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { sourceOf } from '../../ops/backup/sources.ts'
import { scratchOf } from '../../ops/backup/verify-backup.ts'
import { namesRead } from '../../start/names-read.ts'
import { DEPLOY, newFolder, readSettingsFile, ROOT, writeSettings } from './written-settings.ts'

/** Where `kubernetes-types` has the type of each kind. */
const TYPES: Record<string, string> = {
  'v1/Namespace': 'core/v1',
  'v1/Secret': 'core/v1',
  'v1/Service': 'core/v1',
  'v1/PersistentVolumeClaim': 'core/v1',
  'batch/v1/CronJob': 'batch/v1',
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
  securityContext: object
  containers: {
    image: string
    args: string[]
    envFrom?: object[]
    env: { name: string; valueFrom: { secretKeyRef: { name: string; key: string; optional?: boolean } } }[]
    securityContext: object
    volumeMounts: { name: string; mountPath: string }[]
  }[]
  volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[]
}
type Template = { metadata: { labels: object }; spec: Pod }
type Deployment = Manifest & { spec: { template: Template } }
type CronJob = Manifest & { spec: { jobTemplate: { spec: { template: Template } } } }

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
    writeFileSync(file, literalsOf(manifests))
    expect(problemsIn(file)).toEqual([])
  })

  it('are found wrong when a field is misspelt', () => {
    const file = join(newFolder(), 'manifests.ts')
    writeFileSync(file, literalsOf(manifests).replace('"containerPort"', '"containerport"'))
    expect(problemsIn(file)).toEqual([expect.stringContaining('containerport')])
  })

  it('keep one pod of each service running, and scale it', () => {
    expect(namesOf('Deployment')).toEqual(['api', 'site', 'tickets'])
    for (const kind of ['Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'])
      expect(namesOf(kind)).toEqual(namesOf('Deployment'))
  })

  it('run everything without root, on a file system that it cannot write, and watch what serves', () => {
    const services = (ofKind('Deployment') as Deployment[]).map(({ spec }) => spec.template)
    const jobs = (ofKind('CronJob') as CronJob[]).map(({ spec }) => spec.jobTemplate.spec.template)
    for (const { spec } of [...services, ...jobs])
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
            resources: { requests: expect.anything(), limits: expect.anything() },
          },
        ],
      })
    for (const { spec } of services)
      expect(spec.containers).toMatchObject([
        { readinessProbe: expect.anything(), livenessProbe: expect.anything() },
      ])
  })

  it('back up each database into a volume of its own', () => {
    const backups = (ofKind('CronJob') as CronJob[]).map(({ metadata, spec }) => {
      const { containers, volumes } = spec.jobTemplate.spec.template.spec
      const [ops] = containers
      const mounted = ops?.volumeMounts.find(({ mountPath }) => mountPath === '/data/backups')?.name
      const claim = volumes.find(({ name }) => name === mounted)?.persistentVolumeClaim?.claimName
      return { job: metadata.name, image: ops?.image, args: ops?.args, claim }
    })
    const image = 'registry.example/tuvens-ops:1.0.0'
    const argsOf = (service: string) => ['backup', '--service', service, '--keep', '14']
    expect(backups).toEqual([
      { job: 'backup-api', image, args: argsOf('api'), claim: 'backups-api' },
      { job: 'backup-tickets', image, args: argsOf('hi-events'), claim: 'backups-tickets' },
    ])
    expect(namesOf('PersistentVolumeClaim')).toEqual(['backups-api', 'backups-tickets'])
  })

  it('give a backup the settings that it reads, and no key of the service', () => {
    const held = (ofKind('CronJob') as CronJob[]).map(({ spec }) => {
      const [ops] = spec.jobTemplate.spec.template.spec.containers
      expect(ops?.envFrom).toBeUndefined()
      return ops?.env.map(({ name, valueFrom: { secretKeyRef } }) => {
        expect(secretKeyRef.key).toBe(name)
        // kustomize adds a hash of the content to the name.
        const secret = secretKeyRef.name.replace(/-[a-z0-9]{10}$/, '')
        return `${secret} ${name}${secretKeyRef.optional === true ? '' : ', needed'}`
      })
    })
    const databaseOf = (service: string) => [
      `${service} DATABASE_URL, needed`,
      `${service} DATABASE_DIRECT_URL`,
    ]
    const scratch = 'backup SCRATCH_DATABASE_URL'
    expect(held).toEqual([
      [...databaseOf('api'), 'api PICTURES_S3_URL', 'api PICTURES_FOLDER', scratch],
      [...databaseOf('tickets'), scratch],
    ])
    // More than these are not read.
    const read = namesRead(
      (env) => [sourceOf({ root: ROOT, settings: () => env }, 'api'), scratchOf({ env })],
      { DATABASE_URL: 'postgres://db.example/api' },
    ).filter((name) => !name.endsWith('_FILE'))
    expect(new Set(read)).toEqual(new Set(held[0]?.map((each) => each.split(/[ ,]/)[1])))
  })

  it('become a job that restores, once, by the patch of the documents', () => {
    const [, patch = ''] =
      /-p '(\[.*?\])'/s.exec(readFileSync(join(ROOT, 'docs', 'operate', 'backup.md'), 'utf8')) ?? []
    const backup = (ofKind('CronJob') as CronJob[]).find(({ metadata }) => metadata.name === 'backup-api')
    const metadata = { name: 'restore-api' }
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: backup?.spec.jobTemplate.spec }
    const patched = execFileSync(
      'kubectl',
      ['patch', '--local', '-f', '-', '-o', 'json', '--type=json', '-p', patch],
      { input: JSON.stringify(job), encoding: 'utf8' },
    )
    expect(JSON.parse(patched)).toMatchObject({
      spec: {
        backoffLimit: 0,
        template: { spec: { containers: [{ args: ['restore', expect.any(String), '--force'] }] } },
      },
    })
  })

  it('let a backup reach port 5432 alone, and nothing reach a backup', () => {
    const policies = ofKind('NetworkPolicy') as (Manifest & {
      spec: {
        podSelector: { matchLabels?: object }
        ingress?: object[]
        egress?: { ports: { port: number }[] }[]
      }
    })[]
    for (const { spec } of ofKind('CronJob') as CronJob[]) {
      const labels = Object.entries(spec.jobTemplate.spec.template.metadata.labels)
      const meant = policies.filter(({ spec: { podSelector } }) =>
        Object.entries(podSelector.matchLabels ?? {}).every(([name, value]) =>
          labels.some(([own, of]) => own === name && of === value),
        ),
      )
      expect(meant.map(({ metadata }) => metadata.name).sort()).toEqual(['backup', 'default-deny', 'dns'])
      expect(meant.flatMap((each) => each.spec.ingress ?? [])).toEqual([])
      const own = meant.filter(({ metadata }) => metadata.name === 'backup')
      const ports = own.flatMap(({ spec: { egress = [] } }) => egress.flatMap((each) => each.ports))
      expect(ports).toEqual([{ protocol: 'TCP', port: 5432 }])
    }
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
function literalsOf(all: Manifest[]): string {
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
