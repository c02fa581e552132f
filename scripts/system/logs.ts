import { existsSync, readFileSync } from 'node:fs'

const SHOWN_LINES = 15
const SHOWN_WIDTH = 400

/** The end of a log in a readable form. Of JSON lines it shows the time, the message and the error. */
export function lastLines(file: string, count = SHOWN_LINES): string {
  if (!existsSync(file)) return '  (it wrote nothing)'
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count)
  return lines.map((line) => `  ${readable(line).slice(0, SHOWN_WIDTH)}`).join('\n')
}

type LogLine = { time?: string; msg?: string; code?: string; path?: string; err?: { message?: string } }

function readable(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    const { time, msg, code, path, err }: LogLine = JSON.parse(line)
    return [time, msg, code, path, err?.message].filter((each) => each !== undefined).join(' ')
  } catch {
    return line
  }
}
