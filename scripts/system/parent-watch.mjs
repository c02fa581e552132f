// Loaded into every service by --import: stops the service when its parent process ends for any reason.
const LIMIT_MS = 5000

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), LIMIT_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
process.channel?.unref()
