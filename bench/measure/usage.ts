import { existsSync, readFileSync } from 'node:fs'

/** Linux reports processor time in hundredths of a second, for every clock of the kernel. */
const TICKS_PER_SECOND = 100
/** Indexes of the fields in /proc/<pid>/stat, counted from the field after the name. */
const [USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM] = [11, 12, 13, 14]

/** Seconds of processor time that a process has used. NaN without /proc. */
export function cpuSecondsOf(pid: number): number {
  return seconds(pid, [USER, SYSTEM])
}

/** Seconds of processor time of a process and its children, exited ones included: PostgreSQL runs one process for each connection. */
export function cpuSecondsOfFamily(pid: number): number {
  const own = seconds(pid, [USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM])
  return childrenOf(pid).reduce((sum, child) => sum + (cpuSecondsOf(child) || 0), own)
}

/** Bytes of resident memory of a process. NaN without /proc. */
export function residentBytesOf(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))
  return Number(line?.[1] ?? NaN) * 1024
}

function seconds(pid: number, fields: number[]): number {
  const stat = read(`/proc/${pid}/stat`)
  const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.reduce((sum, field) => sum + Number(values[field] ?? NaN), 0) / TICKS_PER_SECOND
}

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
}

/** Reads a file; returns '' when the process has ended meanwhile. */
function read(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  } catch {
    return ''
  }
}
