import { PlainError } from './steps.mjs'

const FLOOR = [20, 19]

/** @throws PlainError on a Node older than what package.json names in `engines` */
export function needNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return
  throw new PlainError(
    `Node ${version} is too old: install Node ${FLOOR.join('.')} or later from https://nodejs.org (or with nvm: nvm install 22) and try again.`,
  )
}
