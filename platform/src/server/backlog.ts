/**
 * Connections that the kernel keeps for a process that is busy, as far as `net.core.somaxconn` lets it (4096 by default). Node's
 * own 511 are fewer than the streams that come at once when another node stops: those beyond would wait for a second or more.
 */
export const BACKLOG = 4096
