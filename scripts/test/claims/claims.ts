import { type Claim, claim, small } from './claim.ts'
import { canary } from './canary.ts'
import { playwrightClaim, vitestClaim, workspaceClaims } from './suites.ts'
import { WORKSPACES } from './workspaces.ts'

const BIN = 'node_modules'

/** The claims of the product; those that find failures fastest come first. */
export const CLAIMS: Claim[] = [
  claim('lint', 'Lint finds nothing', [
    // The tsconfig of the site extends one that SvelteKit generates, which is missing in a fresh checkout.
    { script: `${BIN}/@sveltejs/kit/svelte-kit.js`, args: ['sync'], cwd: 'client' },
    { script: `${BIN}/oxlint/bin/oxlint`, args: ['--type-aware', '--deny-warnings'] },
  ]),
  claim('types', 'Types are sound', [
    { script: `${BIN}/@sveltejs/kit/svelte-kit.js`, args: ['sync'], cwd: 'client' },
    [
      { script: `${BIN}/typescript/bin/tsc`, args: ['--noEmit'] },
      { script: `${BIN}/svelte-check/bin/svelte-check`, args: ['--fail-on-warnings'], cwd: 'client' },
    ],
  ]),
  small(
    claim('format', 'Every file is formatted', [
      { script: `${BIN}/@biomejs/biome/bin/biome`, args: ['format', '.'] },
    ]),
  ),
  small(
    claim('borders', 'No import cycles and no crossed borders', [
      {
        script: `${BIN}/dependency-cruiser/bin/dependency-cruise.mjs`,
        args: [
          '--config',
          'scripts/test/borders/config.cjs',
          'contract',
          'messages',
          'sdk',
          'platform',
          'design',
          'api',
          'hi-events',
          'box-office',
          'client/src',
          'embed',
          'e2e',
          'scripts',
        ],
      },
    ]),
  ),
  small(
    vitestClaim('migrations', 'Every migration can be undone and applied again', {
      args: ['--project', 'migrations'],
    }),
  ),
  small(vitestClaim('docs', 'Documents name only files that exist', { args: ['--project', 'docs'] })),
  small(
    claim('docs-site', 'The documents build as a site without a dead link', [{ script: 'scripts/docs.mjs' }]),
  ),
  small(vitestClaim('style', 'Names and words follow STYLE.md', { args: ['--project', 'style'] })),
  ...workspaceClaims(WORKSPACES),
  vitestClaim('start', 'npm start starts everything and stops it again', {
    args: ['--project', 'start'],
  }),
  vitestClaim('site', 'The event site works', { cwd: 'client' }),
  playwrightClaim('loop', 'The main flow works in a browser', ['--project=loop']),
  playwrightClaim('browser', 'All other flows work in a browser, and axe finds no violation on any page', [
    '--project=scenarios',
    '--project=pages',
    '--workers=3',
  ]),
  vitestClaim(
    'operate',
    'Flags reach all nodes and turn off by themselves, and a lost database is restored to a time',
    {
      // `npm run test:operate` runs these and the drills that run in their full form only (rollback, image). PLAN.md says why.
      args: [
        '--project',
        'operate',
        '--exclude',
        'e2e/operate/rolling-release.test.ts',
        '--exclude',
        'e2e/operate/proxies/**',
        '--exclude',
        'e2e/operate/backup.test.ts',
        '--exclude',
        'e2e/operate/secrets.test.ts',
      ],
    },
  ),
  claim('promises', 'Ten random promises: breaking the line makes the test fail', [
    { script: 'scripts/promises.mjs', args: ['--sample', '10'] },
  ]),
  canary,
]
