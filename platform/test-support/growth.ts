import { sendRaw as sendBytes, sendRawBody } from './torture/raw-request.ts'

/** Text that makes careless programs slow: `text(n)` has about n characters. */
export type AdversarialText = { name: string; text: (length: number) => string }

const repeated = (piece: string, start = '', end = ''): AdversarialText => ({
  name: JSON.stringify(`${start}${piece}…${end}`),
  text: (length) => start + piece.repeat(Math.max(1, Math.floor(length / piece.length))) + end,
})

/** Runs of what patterns repeat, with an end that does not match: near-paths, near-e-mails, near-URLs, markup, entities. */
export const ADVERSARIAL_TEXTS: readonly AdversarialText[] = [
  repeated('.', 'a', 'b c'),
  repeated('. ', 'a', 'b'),
  repeated('/', '', '!'),
  repeated('/.', '', 'x'),
  repeated('/..', '/a', ';'),
  repeated(';a', '/', '!'),
  repeated(' ', 'x', 'x'),
  repeated('\t ', '', 'x'),
  repeated(',', '', 'x'),
  repeated(', ', 'a', '!'),
  repeated('"', 'a', 'x'),
  repeated("'\\", '', 'x'),
  repeated('\\', '"', '!'),
  repeated('<', '', 'x'),
  repeated('<a href="', '', 'x'),
  repeated('<b>', '', '<'),
  repeated('&amp;', '', '&'),
  repeated('&', '', ';'),
  repeated('&#x', '', ';'),
  repeated('%', '', 'x'),
  repeated('%25', '/', '%zz'),
  repeated('a@', '', '.'),
  repeated('a.', 'a@', '@'),
  repeated('http://', '', ' '),
  repeated('www.', 'https://', '!'),
  repeated('-', 'a', '!'),
  repeated('a-', '', '!'),
  repeated('=', 'a', ';'),
  repeated('a=b; ', '', '='),
  repeated('(', '', '!'),
  repeated('[[', '', '!'),
  repeated('{"a":', '', '}'),
  repeated('**', '', 'a'),
  repeated('- ', '', '\u00e9'),
  repeated('0', '', 'x'),
  repeated('1,', '', 'x'),
  repeated('\u00a0', 'x', 'x'),
  repeated('e\u0301', '', '\u0301'),
  repeated('\u017f', '', '\u212a'),
  repeated('\ud83d\ude00\u200d', '', 'x'),
]

/** Characters: as many as fit into a header beside others, and an eighth of that. */
const LARGE = 15_500
const SMALL = LARGE / 8

/** Linear work grows eightfold, quadratic work sixty-fourfold: a machine that becomes twice as slow for a moment decides nothing. */
const MAX_GROWTH = 20
const ROUNDS = 4
/** What seems to cost less has not been counted yet: the kernel adds up the time of a process that runs only now and then. */
const LEAST_MS = 0.5

/** How a process's milliseconds of processor time are read: those of this one, unless the service runs in another. */
type CpuClock = () => number

const ownCpu: CpuClock = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/**
 * The texts on which an entrance spends more than its share: the processor time from an eighth of the length to the whole
 * grows more than twentyfold. Time is compared with time of the same machine and moment, never with a limit.
 */
export async function slowTexts(
  send: (text: string) => Promise<unknown>,
  cpu: CpuClock = ownCpu,
): Promise<string[]> {
  for (const { text } of ADVERSARIAL_TEXTS.slice(0, 3)) await send(text(SMALL))
  const slow: string[] = []
  for (const { name, text } of ADVERSARIAL_TEXTS)
    if (await growsTooFast((length) => send(text(length)), cpu)) slow.push(name)
  return slow
}

/** Noise only adds time, so of each length the cheapest run counts, and one good round is enough. Later rounds run more often. */
async function growsTooFast(send: (length: number) => Promise<unknown>, cpu: CpuClock): Promise<boolean> {
  // Less than this is allowed whatever the short text costs.
  if ((await cheapest(() => send(LARGE), { runs: 1, cpu })) <= MAX_GROWTH * LEAST_MS) return false
  for (let round = 0; round < ROUNDS; round++) {
    const small = await cheapest(() => send(SMALL), { runs: 3 + 2 * round, cpu })
    const large = await cheapest(() => send(LARGE), { runs: 1 + 2 * round, cpu })
    if (large <= MAX_GROWTH * Math.max(small, LEAST_MS)) return false
  }
  return true
}

async function cheapest(work: () => Promise<unknown>, { runs, cpu }: { runs: number; cpu: CpuClock }) {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const from = cpu()
    await work()
    least = Math.min(least, cpu() - from)
  }
  return least
}

export type RawRequest = {
  port: number
  method?: string
  target?: string
  headers?: Record<string, string>
  body?: string
}

/**
 * Sends a request whose target and headers may hold any character but line ends, which would end them; returns the status.
 * A library would refuse to send many of these.
 */
export async function sendRaw({ port, method = 'GET', target = '/', headers = {}, body = '' }: RawRequest) {
  const withoutEnds = (text: string) => text.replace(/[\r\n]/g, '')
  const lines = Object.entries(headers).map(([name, value]) => withoutEnds(`${name}: ${value}`))
  const request = { method, path: withoutEnds(target), lines, body }
  const send = body === '' ? sendBytes : sendRawBody
  return (await send(`http://127.0.0.1:${port}`, request)).status
}

/** Where services read text of strangers: each makes a request of a text. */
export const HEADER_NAMES = [
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'connection',
  'content-type',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'if-match',
  'if-none-match',
  'last-event-id',
  'origin',
  'range',
  'referer',
  'sec-fetch-site',
  'user-agent',
  'x-auth-token',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-request-id',
  'x-session-token',
  'x-shared-secret',
]

/** A text as a part of a request target: spaces would end it. */
export const inTarget = (text: string) => text.replace(/[\s#]/g, (each) => encodeURIComponent(each))
