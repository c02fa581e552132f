// `npm run links:rebuild`: links made anew from what Hi.Events' events say of themselves.
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rebuild } from './links/rebuild.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const data = resolve(process.env['TUVENS_DATA'] || join(root, '.data'))
try {
  process.exitCode = await rebuild({ root, data, env: process.env, say: console.log }, process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
