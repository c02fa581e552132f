import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An https server whose certificate is of an authority that nothing on this machine trusts. */
export async function startPrivateAuthorityServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'))
  const make = (name: string, ...args: string[]) =>
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        `${name}.key`,
        '-out',
      ].concat(`${name}.crt`, '-subj', `/CN=${name}`, args),
      { cwd: folder, stdio: 'ignore' },
    )
  make('authority')
  make('server', '-CA', 'authority.crt', '-CAkey', 'authority.key', '-addext', 'subjectAltName=DNS:localhost')
  const read = (name: string) => readFileSync(join(folder, name))
  const server = createServer({ key: read('server.key'), cert: read('server.crt') })
  rmSync(folder, { recursive: true, force: true })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `https://localhost:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
