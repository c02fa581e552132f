// `npm run links:rebuild`: links made anew from what Hi.Events' events say of themselves.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rebuild } from './links/rebuild.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  process.exitCode = await rebuild({ root, env: process.env, say: console.log }, process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
