import { PlainError } from './steps.mjs'

const MINIMUM = [20, 19]

/** @throws PlainError when Node is older than the version in `engines` of package.json */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return
  throw new PlainError(
    `Node ${version} is too old: install Node ${MINIMUM.join('.')} or later from https://nodejs.org (or with nvm: nvm install 22) and try again.`,
  )
}
