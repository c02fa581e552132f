/** Seconds between two heartbeats of the stream. Proxies close connections that are silent for longer. */
export const HEARTBEAT_SECONDS = 15
