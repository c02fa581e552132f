import { setTimeout as sleep } from 'node:timers/promises'
import { callJson } from './json.ts'
import { SeedError } from './seed-error.ts'

const LIMIT_MS = 30_000

/** Confirms a new user's e-mail by the link in the mail, which the API shows while it has no mail server (MAILBOX). */
export async function confirmEmail(api: string, email: string, accessToken: string): Promise<void> {
  const token = await mailedToken(api, email)
  const headers = { authorization: `Bearer ${accessToken}` }
  await callJson(`${api}/api/auth/me/verify-email`, { method: 'POST', headers, body: { token } })
}

async function mailedToken(api: string, email: string): Promise<string> {
  const url = `${api}/api/mailbox?address=${encodeURIComponent(email)}`
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(50)) {
    const { body } = await callJson<{ mails: { text: string }[] }>(url)
    const found = /\/verify-email\?token=([\w-]{43})/.exec(body.mails.map((mail) => mail.text).join('\n'))
    if (found?.[1] !== undefined) return found[1]
  }
  throw new SeedError(`no mail with a link came to ${email} in ${LIMIT_MS / 1000} s`)
}
