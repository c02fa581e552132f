import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { json } from 'node:stream/consumers'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** One alert as it reached a person. */
export type ReceivedAlert = { name: string; by: 'page' | 'mail' | 'heartbeat'; isResolved: boolean }

export type AlertReceivers = {
  pageUrl: string
  watchdogUrl: string
  smarthost: string
  received: ReceivedAlert[]
  stop: () => Promise<void>
}

type WebhookBody = { alerts: { status: string; labels: Record<string, string> }[] }

/** The pager, the dead man's switch and the mail server of the operators. */
export async function startReceivers(): Promise<AlertReceivers> {
  const received: ReceivedAlert[] = []
  const web = createServer((request, response) => {
    const by = request.url === '/page' ? 'page' : 'heartbeat'
    void readAlerts(request).then((alerts) => {
      for (const { status, labels } of alerts)
        received.push({ name: labels['alertname'] ?? '', by, isResolved: status === 'resolved' })
      response.end()
    })
  })
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      void simpleParser(stream).then(({ subject = '' }) => {
        const [, state, name = ''] = /\[(FIRING|RESOLVED)[^\]]*\] (\w+)/.exec(subject) ?? []
        received.push({ name, by: 'mail', isResolved: state === 'RESOLVED' })
        done()
      })
    },
  })
  const webPort = await listen(web)
  const mailPort = await listen(mail.server)
  return {
    pageUrl: `http://127.0.0.1:${webPort}/page`,
    watchdogUrl: `http://127.0.0.1:${webPort}/watchdog`,
    smarthost: `127.0.0.1:${mailPort}`,
    received,
    stop: async () => {
      web.closeAllConnections()
      await Promise.all([
        new Promise((resolve) => web.close(resolve)),
        new Promise<void>((resolve) => mail.close(resolve)),
      ])
    },
  }
}

async function readAlerts(request: IncomingMessage): Promise<WebhookBody['alerts']> {
  return ((await json(request)) as WebhookBody).alerts
}

async function listen(server: Pick<Server, 'listen' | 'address' | 'once'>): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
