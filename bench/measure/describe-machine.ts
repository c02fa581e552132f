import { cpus, loadavg, totalmem } from 'node:os'

/** On what the figures were taken, for a reader on another machine. */
export function describeMachine(quick: boolean): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const on = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${memory}`
  const busy = `load ${loadavg()[0]?.toFixed(1)} before it began`
  const warning = quick ? ' **A quick run: it shows that everything works, its figures mean little.**' : ''
  return `${on}, ${busy}. Client, servers and PostgreSQL share the machine; subjects take turns, ratios are taken round by round.${warning}`
}
