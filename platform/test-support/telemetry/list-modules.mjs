// Loaded with --import: writes the address of each module that the process loads to a file.
import { register } from 'node:module'

const hooks = `
  import { appendFileSync } from 'node:fs'
  export async function resolve(name, context, next) {
    const found = await next(name, context)
    appendFileSync(${JSON.stringify(process.env['MODULE_LIST'])}, found.url + '\\n')
    return found
  }`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
