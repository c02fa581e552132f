import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cpuSecondsOf, cpuSecondsOfFamily, residentBytesOf } from './usage.ts'

const NOBODY = 2 ** 22 + 1

describe.runIf(existsSync('/proc/self/stat'))('what a process uses', () => {
  it('agrees with what Node says of itself', () => {
    const { user, system } = process.cpuUsage()
    expect(Math.abs(cpuSecondsOf(process.pid) - (user + system) / 1e6)).toBeLessThan(0.1)
    const resident = process.memoryUsage.rss()
    expect(residentBytesOf(process.pid) / resident).toBeGreaterThan(0.5)
    expect(residentBytesOf(process.pid) / resident).toBeLessThan(2)
  })

  it('counts a family as at least its head', () => {
    expect(cpuSecondsOfFamily(process.pid)).toBeGreaterThanOrEqual(cpuSecondsOf(process.pid) - 0.05)
  })

  it('is not a number for a process there is not', () => {
    expect([cpuSecondsOf(NOBODY), residentBytesOf(NOBODY)]).toEqual([NaN, NaN])
  })
})
