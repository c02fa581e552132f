/**
 * Which folder may import which; type imports count. Services call each other only by HTTP, and inside a service imports
 * go in one direction.
 *
 * `breach` is an import that the rule must report; a test creates each.
 *
 * @typedef {{ name: string, comment: string, from: object, to: object, breach: [from: string, to: string] }} BorderRule
 */
const SERVICES = ['api', 'hi-events', 'box-office', 'client']
const TESTS = '(\\.(test|spec)\\.tsx?$|/test-support/|^client/test/)'

/** @type {BorderRule[]} */
const RULES = [
  {
    name: 'no-cycles',
    comment:
      'Files that import each other in a circle can only be understood, tested and changed all at once.',
    from: {},
    to: { circular: true },
    breach: ['api/src/session/one.ts', 'api/src/session/two.ts'],
  },
  ...SERVICES.map((service) => {
    const others = SERVICES.filter((each) => each !== service)
    return {
      name: `${service}-stands-alone`,
      comment: `Services use each other by HTTP only: ${service} could be deployed, replaced or rewritten without the others.`,
      from: { path: `^${service}/` },
      to: { path: `^(${others.join('|')}|e2e|bench)/` },
      breach: [`${service}/src/one.ts`, `${others[0]}/src/two.ts`],
    }
  }),
  {
    name: 'services-run-without-scripts',
    comment: 'The scripts that start, seed and test the product are not deployed.',
    from: { path: `^(${SERVICES.join('|')})/`, pathNot: TESTS },
    to: { path: '^scripts/' },
    breach: ['api/src/one.ts', 'scripts/two.ts'],
  },
  {
    name: 'contract-imports-nothing-of-ours',
    comment: 'The contract defines the messages between services, so it must not depend on one of them.',
    from: { path: '^contract/' },
    to: { path: '^(messages|platform|design|embed|api|hi-events|box-office|client|e2e|bench|scripts)/' },
    breach: ['contract/src/one.ts', 'platform/src/two.ts'],
  },
  {
    name: 'messages-import-nothing-of-ours',
    comment: 'Texts are written and translated apart from the code that shows them.',
    from: { path: '^messages/', pathNot: TESTS },
    to: { path: '^(contract|platform|design|embed|api|hi-events|box-office|client|e2e|bench|scripts)/' },
    breach: ['messages/src/one.ts', 'platform/src/two.ts'],
  },
  {
    name: 'embed-imports-only-the-contract',
    comment: 'Its script runs on the pages of other sites, and every byte of it counts.',
    from: { path: '^embed/', pathNot: TESTS },
    to: { path: '^(platform|design|api|hi-events|box-office|client|e2e|bench|scripts)/' },
    breach: ['embed/src/one.ts', 'platform/src/two.ts'],
  },
  {
    name: 'sdk-imports-nothing-of-ours',
    comment:
      'It is a package for others, which have nothing else of this repository. Its scripts read the contract.',
    from: { path: '^sdk/src/', pathNot: TESTS },
    to: { path: '^(contract|platform|design|embed|api|hi-events|box-office|client|e2e|bench|scripts)/' },
    breach: ['sdk/src/one.ts', 'contract/src/two.ts'],
  },
  {
    name: 'platform-imports-no-service',
    comment: 'What all services share must not depend on one of them.',
    from: { path: '^(platform|design)/' },
    to: { path: '^(api|hi-events|box-office|client|e2e|bench|scripts)/' },
    breach: ['platform/src/one.ts', 'api/src/two.ts'],
  },
  {
    name: 'box-office-is-independent',
    comment: 'It replaces a stock Hi.Events in tests, and a real Hi.Events does not have our contract.',
    from: { path: '^box-office/' },
    to: { path: '^contract/' },
    breach: ['box-office/src/one.ts', 'contract/src/two.ts'],
  },
  {
    name: 'client-uses-platform-for-settings-and-http',
    comment:
      'The event site runs in SvelteKit; of the platform it needs only settings, calls, calendar files, times on a clock, names of zones, the language of a reader, clean text, links in texts, times in words, log, metrics and traces, and what its server checks first.',
    from: { path: '^client/', pathNot: TESTS },
    to: {
      path: '^platform/',
      pathNot:
        '^platform/src/(calendar|clock-time|config|log|loopback|production/check|entrance/(entrance|security-headers)|http/(call|call-error|call-result|cookie|route)|limits/(client|fair-queue|limit)|text/(clean-text|duration|event-time|language|links)|server/(backlog|client-error|create-server|drain|request-body|start-failure)|telemetry/(logged-path|report-error|settings|start-telemetry|trace)|zones)\\.ts$',
    },
    breach: ['client/src/lib/one.ts', 'platform/src/two.ts'],
  },
  {
    name: 'test-helpers-stay-in-tests',
    comment: 'Production code must not depend on test helpers.',
    from: { pathNot: [TESTS, '^e2e/', '^scripts/', '^bench/', 'vitest'] },
    to: { path: '(\\.(test|spec)\\.tsx?$|/test-support/)' },
    breach: ['api/src/one.ts', 'api/test-support/two.ts'],
  },
]

/** The folders of a service by layer, lowest first: a folder imports its own files and those of folders before it in the list. */
const LAYERS = {
  'api/src':
    'base http reference audit mail auth users factors team catalogue endpoints pictures session ticketing webhook stream report edits platform maintenance operator context app main',
  'hi-events/src':
    'base upstream mapping web linking details shop status session ticket-session sales passthrough relay edits picker report operator provisioning landing context start-background app doctor main',
  'box-office/src':
    'config refusal base-context rest deliveries catalogue mail identity fault-injection organizers events webhooks products orders notices public housekeeping context pages app main',
  'client/src':
    'lib/text lib/words lib/apis lib/format lib/forms lib/posters lib/report lib/services lib/stores lib/server lib/components routes server',
}

for (const [root, order] of Object.entries(LAYERS)) {
  const folders = order.split(' ')
  for (const [index, folder] of folders.slice(0, -1).entries()) {
    const above = folders.slice(index + 1)
    RULES.push({
      name: `${root.split('/')[0]}-${folder}-stands-below-${above[0]}`,
      comment: `In ${root} imports go down only, in this order: ${order}.`,
      from: { path: `^${root}/${folder}(/|\\.tsx?$)`, pathNot: TESTS },
      to: { path: `^${root}/(${above.join('|')})(/|\\.tsx?$)`, pathNot: TESTS },
      breach: [`${root}/${folder}/one.ts`, `${root}/${above[0]}/two.ts`],
    })
  }
}

module.exports = { RULES }
