export const FILE: string
export function bundleLoader(): Promise<Buffer>
export function integrityOf(body: Uint8Array): string
