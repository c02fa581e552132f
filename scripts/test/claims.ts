import { type Claim, claim } from './claim.ts'
import { canary } from './canary.ts'
import { playwrightClaim, vitestClaim } from './suites.ts'

const BIN = 'node_modules'

/** Suites that are claims of their own. */
const ALONE = [
  'scripts/test/migrations.test.ts',
  'scripts/test/docs.test.ts',
  'scripts/test/style.test.ts',
  'scripts/start/start.test.ts',
]

/** Vitest projects and what their tests claim. */
const WORKSPACES = [
  ['contract', 'Contract: schemas, signatures and tables hold'],
  ['platform', 'Platform: the common ground of the services holds'],
  ['design', 'Design: colours have contrast and each phase its look'],
  ['api', 'API: sessions, webhooks, statuses and streams behave'],
  ['hi-events', 'Ticket origin: landing, relay, picker and pass-through behave'],
  ['box-office', 'Box office: it behaves as the recorded Hi.Events does'],
  ['scripts', 'Scripts: commands behave'],
  ['bench', 'Bench: it measures what it claims to measure'],
  ['e2e', 'Nothing is lost: whole systems recover from faults'],
] as const

/** What the product claims, in the order in which a failure is cheapest to find. */
export const CLAIMS: Claim[] = [
  claim('lint', 'Lint finds nothing', [
    // The site's tsconfig extends one that the kit writes; on a fresh checkout it is not there yet.
    { script: `${BIN}/@sveltejs/kit/svelte-kit.js`, args: ['sync'], cwd: 'client' },
    { script: `${BIN}/oxlint/bin/oxlint`, args: ['--type-aware', '--deny-warnings'] },
  ]),
  claim('format', 'Every file is formatted', [
    { script: `${BIN}/@biomejs/biome/bin/biome`, args: ['format', '.'] },
  ]),
  claim('types', 'Types are sound', [
    { script: `${BIN}/@sveltejs/kit/svelte-kit.js`, args: ['sync'], cwd: 'client' },
    [
      { script: `${BIN}/typescript/bin/tsc`, args: ['--noEmit'] },
      { script: `${BIN}/svelte-check/bin/svelte-check`, args: ['--fail-on-warnings'], cwd: 'client' },
    ],
  ]),
  claim('borders', 'No import cycles and no crossed borders', [
    {
      script: `${BIN}/dependency-cruiser/bin/dependency-cruise.mjs`,
      args: [
        '--config',
        'scripts/test/borders/config.cjs',
        'contract',
        'platform',
        'design',
        'api',
        'hi-events',
        'box-office',
        'client/src',
        'e2e',
        'scripts',
      ],
    },
  ]),
  vitestClaim('migrations', 'Every migration goes down and up again', {
    args: ['scripts/test/migrations.test.ts'],
  }),
  vitestClaim('docs', 'Docs name only files that exist', { args: ['scripts/test/docs.test.ts'] }),
  vitestClaim('style', 'Names and words follow STYLE.md', { args: ['scripts/test/style.test.ts'] }),
  ...WORKSPACES.map(([name, statement]) =>
    vitestClaim(name, statement, {
      args: ['--project', name, ...ALONE.flatMap((file) => ['--exclude', file])],
    }),
  ),
  vitestClaim('start', 'One command starts everything, and stops it again', {
    args: ['scripts/start/start.test.ts'],
  }),
  vitestClaim('site', 'The event site behaves', { cwd: 'client' }),
  playwrightClaim('loop', 'The loop works in a browser', ['--project=loop']),
  playwrightClaim('browser', 'Every other story is true, and axe finds nothing on any page', [
    '--project=stories',
    '--project=pages',
    '--workers=3',
  ]),
  claim('promises', 'A sample of ten promises breaks its test when its line is broken', [
    { script: 'scripts/promises.mjs', args: ['--sample', '10'] },
  ]),
  canary,
]
