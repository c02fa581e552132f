// Loaded into every service by --import: when the process that started it is gone, however it went, so is the service.
const LIMIT_MS = 5000

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), LIMIT_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
process.channel?.unref()
