import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cpuSecondsOf, cpuSecondsOfFamily, residentBytesOf } from './usage.ts'

const UNUSED_PID = 2 ** 22 + 1

describe.runIf(existsSync('/proc/self/stat'))('the resource usage of a process', () => {
  it('agrees with the figures of Node', () => {
    const { user, system } = process.cpuUsage()
    expect(Math.abs(cpuSecondsOf(process.pid) - (user + system) / 1e6)).toBeLessThan(0.1)
    const resident = process.memoryUsage.rss()
    expect(residentBytesOf(process.pid) / resident).toBeGreaterThan(0.5)
    expect(residentBytesOf(process.pid) / resident).toBeLessThan(2)
  })

  it('counts for a process with its children at least its own time', () => {
    expect(cpuSecondsOfFamily(process.pid)).toBeGreaterThanOrEqual(cpuSecondsOf(process.pid) - 0.05)
  })

  it('is NaN for a process that does not exist', () => {
    expect([cpuSecondsOf(UNUSED_PID), residentBytesOf(UNUSED_PID)]).toEqual([NaN, NaN])
  })
})
