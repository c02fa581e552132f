/**
 * Who may import whom. Data passes the rooms in one direction (click → token → landing → ticket system → webhook →
 * status → stream → widget) and services speak to each other by HTTP alone.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const SERVICES = ['api', 'hi-events', 'box-office', 'client']

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Files that import each other in a circle can only be understood, tested and changed all at once.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...SERVICES.map((service) => ({
      name: `${service}-stands-alone`,
      comment: `Between services only HTTP: ${service} could be deployed, replaced or rewritten without the others knowing.`,
      severity: 'error',
      from: { path: `^${service}/` },
      to: { path: `^(${SERVICES.filter((each) => each !== service).join('|')}|e2e|bench)/` },
    })),
    {
      name: 'services-run-without-scripts',
      comment: 'What starts, seeds and tests the product is not there where it is deployed.',
      severity: 'error',
      from: { path: `^(${SERVICES.join('|')})/`, pathNot: '\\.test\\.tsx?$' },
      to: { path: '^scripts/' },
    },
    {
      name: 'contract-imports-nothing-of-ours',
      comment: 'The contract is the words on the wire; words that depend on a service are no contract.',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(platform|design|api|hi-events|box-office|client|e2e|bench|scripts)/' },
    },
    {
      name: 'platform-knows-no-service',
      comment: 'What every service stands on cannot stand on one of them.',
      severity: 'error',
      from: { path: '^(platform|design)/' },
      to: { path: '^(api|hi-events|box-office|client|e2e|bench|scripts)/' },
    },
    {
      name: 'box-office-knows-nothing-of-tuvens',
      comment:
        'It stands in for a stock Hi.Events. What it learned of our contract, a real Hi.Events would lack.',
      severity: 'error',
      from: { path: '^box-office/src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^contract/' },
    },
    {
      name: 'ticketing-does-not-know-who-listens',
      comment:
        'The database is the hand-over from status to stream: a status is right even when nobody can be told.',
      severity: 'error',
      // Linking acts in the name of a session, so that one file asks for it.
      from: { path: '^api/src/ticketing/', pathNot: '(\\.test|/link)\\.ts$' },
      to: { path: '^api/src/(stream|webhook|session)/' },
    },
    {
      name: 'the-stream-changes-nothing',
      comment: 'Streaming reads the change log; what decides a status comes before it.',
      severity: 'error',
      from: { path: '^api/src/stream/', pathNot: '\\.test\\.ts$' },
      to: { path: '^api/src/(webhook|session)/' },
    },
    {
      name: 'the-pass-through-knows-no-room',
      comment:
        'It carries any request of the ticket system unread; a rule about one of our rooms belongs in that room.',
      severity: 'error',
      from: { path: '^hi-events/src/passthrough/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^hi-events/src/(landing|session|mapping|linking|relay|picker)/' },
    },
    {
      name: 'the-upstream-client-knows-no-room',
      comment:
        "It speaks Hi.Events' language and nothing else, so that a change over there is mended here alone.",
      severity: 'error',
      from: { path: '^hi-events/src/upstream/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^hi-events/src/(landing|session|mapping|linking|relay|picker|passthrough)/' },
    },
    {
      name: 'tests-stay-tests',
      comment: 'What runs in production is not made of test helpers.',
      severity: 'error',
      from: {
        pathNot: ['\\.(test|spec)\\.tsx?$', '/test-support/', '^e2e/', '^scripts/test'],
      },
      to: { path: '(\\.(test|spec)\\.tsx?$|/test-support/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|\\.svelte-kit|node_modules)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
