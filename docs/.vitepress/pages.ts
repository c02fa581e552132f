/** The pages of the documentation in the order of its sidebar: path without `.md`, and what the page is for in one line. */
export const GROUPS: { title: string; pages: [file: string, description: string][] }[] = [
  {
    title: 'Start',
    pages: [
      ['docs/start', 'Which page to read first, by what you want to do'],
      ['docs/quick-start', 'From a clone to a ticket on one machine, in five minutes'],
      ['README', 'What the product is, its two commands and its main flow'],
    ],
  },
  {
    title: 'Guides',
    pages: [
      ['docs/embed', 'Show and sell the tickets of an event on any page with one script'],
      ['docs/connect-a-platform', 'Connect a site with users and events of its own by API keys'],
      ['docs/webhooks-out', 'Receive and verify signed messages about changes of ticketing'],
      [
        'docs/authentication',
        'How one click signs an organiser in at the ticket system, and what protects it',
      ],
      ['docs/hi-events', 'Connect a Hi.Events, test it and run a proxy in front'],
      ['docs/accounts', 'Accounts of people on the event site: sign-in, members, export, deletion'],
      ['docs/testing', 'Try an integration on one machine, with every state and fault'],
      ['docs/contributing', 'The first half hour in the code'],
      ['docs/troubleshooting', 'Symptoms and what to do, for organisers and integrators'],
    ],
  },
  {
    title: 'Reference',
    pages: [
      ['docs/api-requirements', 'What all calls have in common: errors, limits, repeats, lists, times'],
      ['docs/errors', 'Every error code: what happened and how to fix it'],
      ['docs/widget-protocol', 'Messages between a page and the frame with the tickets, as a specification'],
      ['docs/versions', 'What a version promises and how a call ends'],
      ['docs/signed-calls', 'How services sign their calls to each other, with test vectors'],
      ['docs/settings', 'Every setting of every service, with its default'],
      ['docs/nothing-lost', 'How links and status changes survive failures'],
      ['docs/security', 'Who attacks what, and what stops them'],
      ['docs/asvs', 'The requirements of OWASP ASVS, one by one'],
      ['ARCHITECTURE', 'Glossary, folders, and the files of each step of the main flow'],
      ['STYLE', 'Rules of code, words and tests for contributors'],
      ['CHANGELOG', 'What each release brings'],
      ['SECURITY', 'How to report a vulnerability'],
    ],
  },
  {
    title: 'Operate',
    pages: [
      ['docs/operate/index', 'Where operators begin'],
      ['docs/operate/deployment', 'Put the services on servers'],
      ['docs/operate/monitoring', 'Every metric, and the dashboards'],
      ['docs/operate/alerts', 'Objectives and alerts'],
      ['docs/operate/tracing-and-logs', 'Follow one request through logs and traces'],
      ['docs/operate/console', "The operator's console and its commands"],
      ['docs/operate/flags', 'Roll paths out to some accounts and switch them off'],
      ['docs/operate/releases', 'Replace nodes without an interruption'],
      ['docs/operate/upgrades', 'From one release to the next'],
      ['docs/operate/backup', 'Back up, restore, recover to a point in time'],
      ['docs/operate/secrets', 'Keep and rotate secrets'],
      ['docs/operate/capacity', 'How much one installation carries'],
      ['docs/operate/troubleshooting', 'Symptoms and fixes for operators'],
      ['docs/operate/testing', 'Which tests there are and how to run them'],
    ],
  },
]

/** The list of pages for programs that read (llmstxt.org). `titleOf` reads the first heading of a page. */
export function llmsText(titleOf: (file: string) => string): string {
  const groups = GROUPS.map(({ title, pages }) => {
    const lines = pages.map(
      ([file, description]) => `- [${titleOf(file)}](${addressOf(file)}): ${description}`,
    )
    return `## ${title}\n\n${lines.join('\n')}\n`
  })
  const head =
    '# Tuvens Ticketing\n\n> Sell tickets through Hi.Events from any event page, in one click, live.\n\n' +
    'The API describes itself at `/api/openapi.json` of an installation, and for people at `/api/docs`.\n'
  return [head, ...groups].join('\n')
}

/** From `docs/llms.txt`, where the plain files are; a site changes it to its own addresses. */
const addressOf = (file: string) =>
  file.startsWith('docs/') ? `${file.slice('docs/'.length)}.md` : `../${file}.md`
