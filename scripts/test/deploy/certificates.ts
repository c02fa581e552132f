import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Certificates = {
  /** Certificate of the authority that made the other one: what clients trust. */
  authority: string
  /** Files of the certificate and of its key. */
  cert: string
  key: string
  /** File with both, as HAProxy reads them. */
  file: string
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** Makes an authority, and a certificate of it for these names, with openssl. They are valid for two days. */
export function createCertificates(folder: string, names: readonly string[]): Certificates {
  const at = (name: string) => join(folder, name)
  const make = (...args: string[]) =>
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...KEY, ...args], { stdio: 'pipe' })
  make('-subj', '/CN=Drill authority', '-keyout', at('authority.key'), '-out', at('authority.crt'))
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  const signed = ['-CA', at('authority.crt'), '-CAkey', at('authority.key')]
  const plain = ['-addext', alternatives, '-addext', 'basicConstraints=critical,CA:FALSE']
  make('-subj', `/CN=${names[0]}`, ...signed, ...plain, '-keyout', at('site.key'), '-out', at('site.crt'))
  const [cert, key, file] = [at('site.crt'), at('site.key'), at('site.pem')]
  writeFileSync(file, readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'), { mode: 0o600 })
  return { authority: readFileSync(at('authority.crt'), 'utf8'), cert, key, file }
}
