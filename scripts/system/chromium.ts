import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Path of an installed Chromium or Chrome, or undefined. `CHROMIUM_PATH` takes precedence. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [env['CHROMIUM_PATH'], ...found, MAC].find((path) => path !== undefined && existsSync(path))
}
