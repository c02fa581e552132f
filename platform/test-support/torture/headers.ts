/** Lines of a request's head, and what is odd about them. */
export type TortureHead = [what: string, lines: string[]]

const JSON_TYPE = 'Content-Type: application/json'
const typed = (type: string): string[] => [`Content-Type: ${type}`]

/**
 * Head lines to add to a request, in the style of the structured-field tests of the HTTP working group. Some are harmless
 * and ignored, the rest are refused; none may make a server fail.
 */
export const TORTURE_HEADS: readonly TortureHead[] = [
  ['no type', []],
  ['an empty type', typed('')],
  ['a type of spaces', typed('   ')],
  ['a type without a slash', typed('json')],
  ['a type with two slashes', typed('application/json/x')],
  ['a type with a comma', typed('application/json, text/plain')],
  ['two types', [JSON_TYPE, 'Content-Type: text/plain']],
  ['a type with an open quote', typed('application/json; charset="utf-8')],
  ['a type with an empty parameter', typed('application/json;;;')],
  ['a type with 1,000 parameters', typed(`application/json${'; a=b'.repeat(1000)}`)],
  ['a type of 8 kB', typed(`application/${'j'.repeat(8000)}`)],
  ['a type with bytes beyond ASCII', typed('application/json; charset=\u00fc')],
  ['a charset that does not exist', typed('application/json; charset=klingon')],
  ['UTF-16', typed('application/json; charset=utf-16')],
  ['UTF-7', typed('application/json; charset=utf-7')],
  ['multipart without a boundary', typed('multipart/form-data')],
  ['multipart with a boundary of 300', typed(`multipart/form-data; boundary=${'b'.repeat(300)}`)],
  ['gzip', [JSON_TYPE, 'Content-Encoding: gzip']],
  ['an encoding that does not exist', [JSON_TYPE, 'Content-Encoding: klingon']],
  ['ten encodings', [JSON_TYPE, `Content-Encoding: ${'gzip, '.repeat(10)}br`]],
  ['an empty encoding', [JSON_TYPE, 'Content-Encoding: ']],
  ['a continued line', [JSON_TYPE, 'X-Folded: a', ' b']],
  ['a line without a colon', [JSON_TYPE, 'Nonsense']],
  ['a line without a name', [JSON_TYPE, ': x']],
  ['a space before the colon', [JSON_TYPE, 'X-Spaced : x']],
  ['a name with a bracket', [JSON_TYPE, 'X[]: x']],
  ['a NUL in a value', [JSON_TYPE, 'X-Nul: a\0b']],
  ['a carriage return in a value', [JSON_TYPE, 'X-Cr: a\rb']],
  ['a name of 8 kB', [JSON_TYPE, `X-${'a'.repeat(8000)}: x`]],
  ['a value of 20 kB', [JSON_TYPE, `X-Long: ${'a'.repeat(20_000)}`]],
  ['500 lines', [JSON_TYPE, ...Array.from({ length: 500 }, (_, index) => `X-${index}: x`)]],
  ['an expectation', [JSON_TYPE, 'Expect: 100-continue']],
  ['an unknown expectation', [JSON_TYPE, 'Expect: 200-maybe']],
  ['ranges', [JSON_TYPE, `Range: bytes=${'0-,'.repeat(1000)}0-`]],
  ['a range that ends before it begins', [JSON_TYPE, 'Range: bytes=9-1']],
  ['a precondition', [JSON_TYPE, 'If-Match: "', 'If-None-Match: W/"a', 'If-Modified-Since: never']],
  ['two hosts', [JSON_TYPE, 'Host: other.example']],
  ['an authorization of 7 kB', [JSON_TYPE, `Authorization: Bearer ${'a'.repeat(7000)}`]],
  ['two authorizations', [JSON_TYPE, 'Authorization: Bearer a', 'Authorization: Basic Og==']],
  ['an authorization that is no scheme', [JSON_TYPE, 'Authorization: \t,=']],
  ['a broken Basic', [JSON_TYPE, 'Authorization: Basic ====']],
  ['a cookie without a name', [JSON_TYPE, 'Cookie: =; =x; ;;; a="']],
  ['a cookie that cannot be decoded', [JSON_TYPE, 'Cookie: a=%; b=%zz; c=%c3%28']],
  ['500 cookies', [JSON_TYPE, `Cookie: ${'a=b; '.repeat(500)}`]],
  [
    'a signature that is a list',
    [JSON_TYPE, 'X-Tuvens-Signature: a', 'X-Tuvens-Signature: b', 'X-Tuvens-Timestamp: 1'],
  ],
  [
    'a signature of structured fields',
    [JSON_TYPE, 'Signature: sig1=:AA==:', 'Signature-Input: sig1=();created=1'],
  ],
  ['a time beyond all dates', [JSON_TYPE, `X-Tuvens-Timestamp: ${'9'.repeat(400)}`, 'X-Tuvens-Signature: a']],
  [
    'a Standard Webhook of 1,000 signatures',
    [JSON_TYPE, 'Webhook-Id: a', 'Webhook-Timestamp: 1', `Webhook-Signature: ${'v1,AA== '.repeat(1000)}`],
  ],
  ['an idempotency key of 5 kB', [JSON_TYPE, `X-Idempotency-Key: ${'k'.repeat(5000)}`]],
  ['a user that is none', [JSON_TYPE, 'X-On-Behalf-Of: 1; drop table users']],
  [
    'forwarded addresses that are none',
    [JSON_TYPE, `X-Forwarded-For: ${'x, '.repeat(500)}`, 'Forwarded: for="'],
  ],
  ['an origin that is none', [JSON_TYPE, 'Origin: ::', 'Referer: \\\\', 'Sec-Fetch-Site: ?1;a']],
  ['languages that are none', [JSON_TYPE, `Accept-Language: ${'*;q=9,'.repeat(500)}`, 'Accept: /;q=x']],
  [
    'a priority that is no structured field',
    [JSON_TYPE, 'Priority: u=;;', 'RateLimit: "', 'Cache-Control: ===='],
  ],
  ['an upgrade to nothing', [JSON_TYPE, 'Connection: upgrade', 'Upgrade: nothing']],
  ['trailers', [JSON_TYPE, 'TE: trailers, deflate;q=x', 'Trailer: Content-Length']],
  ['an overridden method', [JSON_TYPE, 'X-HTTP-Method-Override: DELETE', 'X-Original-URL: /api/admin']],
]

/** How the length of a body is given, wrongly: the head lines, and what is sent behind them. */
export const TORTURE_LENGTHS: readonly [what: string, lines: string[], body: string][] = [
  ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
  ['two lengths in one line', ['Content-Length: 2, 2'], '{}'],
  ['a length below zero', ['Content-Length: -2'], '{}'],
  ['a length that is no number', ['Content-Length: two'], '{}'],
  ['a length in hexadecimal', ['Content-Length: 0x2'], '{}'],
  ['a length beyond all numbers', [`Content-Length: ${'9'.repeat(40)}`], '{}'],
  ['a length over the limit', ['Content-Length: 99999999'], '{}'],
  ['a length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n'],
  ['chunks twice', ['Transfer-Encoding: chunked, chunked'], '2\r\n{}\r\n0\r\n\r\n'],
  ['an unknown transfer encoding', ['Transfer-Encoding: klingon'], '{}'],
  ['a chunk size that is none', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a chunk size beyond all numbers', ['Transfer-Encoding: chunked'], `${'f'.repeat(40)}\r\n{}\r\n0\r\n\r\n`],
  ['a chunk that is longer than its size', ['Transfer-Encoding: chunked'], '1\r\n{}\r\n0\r\n\r\n'],
]
