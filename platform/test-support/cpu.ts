/** Milliseconds of processor time that `work` takes: the least of several runs, without the waiting of a busy machine. */
export function cpuMsOf(work: (run: number) => void, runs = 5): number {
  const each = Array.from({ length: runs }, (_, run) => {
    const from = process.cpuUsage()
    work(run)
    const { user, system } = process.cpuUsage(from)
    return (user + system) / 1_000
  })
  return Math.min(...each)
}
