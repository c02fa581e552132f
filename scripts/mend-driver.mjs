import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * postgres 3.4.9 does not survive a connection that is lost within a transaction. Its `rollback` is written to a socket
 * that is gone, from where nobody can catch the failure: the process ends. Or what was to be written stays behind in the
 * connection, which then never connects again. Or the next caller gets the error that ended the last one
 * (porsager/postgres #1208, #1154, #1066; decisions/005). Until a release mends it, every install does.
 */
const MENDS = [
  {
    file: 'connection.js',
    broken: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
    mended: `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)`,
  },
  {
    file: 'connection.js',
    broken: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)
    socket.removeListener('connect', connected)
    idleTimer.cancel()`,
    mended: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)
    socket.removeListener('connect', connected)
    idleTimer.cancel()`,
  },
  {
    file: 'connection.js',
    broken: `    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime`,
    mended: `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = errorResponse = null
    closedTime`,
  },
  {
    file: 'index.js',
    broken: `        new Promise((_, reject) => connection.onclose = reject)`,
    mended: `        new Promise((_, reject) => connection.onclose = e => reject(lost = e))`,
  },
  {
    file: 'index.js',
    broken: `    const queries = Queue()
    let savepoints = 0
      , connection
      , prepare = null

    try {`,
    mended: `    const queries = Queue()
    let savepoints = 0
      , connection
      , prepare = null
      , lost = null

    try {`,
  },
  {
    file: 'index.js',
    broken: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
    mended: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`,
  },
]

const folder = join(dirname(createRequire(import.meta.url).resolve('postgres')), '..', '..', 'src')
for (const { file, broken, mended } of MENDS) {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  if (text.includes(broken)) writeFileSync(path, text.replace(broken, mended))
}
