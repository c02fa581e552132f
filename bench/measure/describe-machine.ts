import { cpus, loadavg, totalmem } from 'node:os'

/** Describes the machine of the measurement, for readers on another machine. */
export function describeMachine(quick: boolean): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const on = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${memory}`
  const busy = `load ${loadavg()[0]?.toFixed(1)} before it began`
  const warning = quick
    ? ' **This is a quick run: it shows that everything works, but its figures mean little.**'
    : ''
  return `${on}, ${busy}. Client, servers and PostgreSQL share the machine. The subjects take turns, and each ratio compares results of the same round.${warning}`
}
