import type { Server } from 'node:http'

const draining = new WeakSet<Server>()

/**
 * Prepares a server for its end, while it still answers everything: `/readyz` tells balancers to send no more requests here,
 * and each answer is the last on its connection.
 */
export function beginDrain(server: Server): void {
  draining.add(server)
}

export function isDraining(server: Server): boolean {
  return draining.has(server)
}
