import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { DEPLOY } from './written-settings.ts'

/**
 * Lays out nginx in a folder as an operator does in /etc, with further replacements.
 *
 * @returns the path of its main file
 */
export function layOutNginx(
  folder: string,
  { cert, key }: { cert: string; key: string },
  replacements: readonly (readonly [string, string])[] = [],
): string {
  const all = [
    ['/etc/ssl/tuvens/fullchain.pem', cert],
    ['/etc/ssl/tuvens/privkey.pem', key],
    ['/etc/nginx/', `${folder}/`],
    ['/var/cache/nginx/', `${folder}/cache/`],
    ['/var/log/nginx/', `${folder}/`],
    ...replacements,
  ] as const
  mkdirSync(join(folder, 'cache'), { recursive: true })
  for (const name of ['tuvens.conf', 'tuvens-public.conf', 'tuvens-internal.conf']) {
    const text = readFileSync(join(DEPLOY, 'nginx', name), 'utf8')
    writeFileSync(
      join(folder, name),
      all.reduce((done, [from, to]) => done.replaceAll(from, to), text),
    )
  }
  const main = join(folder, 'nginx.conf')
  writeFileSync(main, mainFile(folder))
  return main
}

/** As Debian's, but for this folder alone. */
function mainFile(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, `${name}_temp`)};`)
    .join('\n  ')
  // Its workers must enter folders that only their owner can.
  const user = userInfo().uid === 0 ? 'user root;\n' : ''
  return `${user}pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
worker_processes 1;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  ${temporary}
  include ${join(folder, 'tuvens.conf')};
}
`
}
