import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

export const ROOT = join(import.meta.dirname, '..', '..', '..')
export const DEPLOY = join(ROOT, 'deploy')

export type Layout = 'machine' | 'containers' | 'kubernetes'

/** A new folder with what `deploy/settings/write.mjs` writes. */
export function writeSettings(layout: Layout, folder = newFolder()): string {
  const script = join(DEPLOY, 'settings', 'write.mjs')
  const env = { ...process.env, SMTP_URL: 'smtp://mail.example:587' }
  execFileSync(process.execPath, [script, 'tuvens.example', folder, '--layout', layout], { env })
  return folder
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tuvens-deploy-'))
}

/** The settings of one service, as systemd, Docker and Kubernetes read them. */
export function readSettingsFile(folder: string, service: string): Record<string, string | undefined> {
  return parseEnv(readFileSync(join(folder, `${service}.env`), 'utf8'))
}
