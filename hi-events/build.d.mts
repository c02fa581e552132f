/** Bundles the browser scripts into `<folder>/assets/`; the service's dist folder unless said otherwise. */
export function build(folder?: string): Promise<void>
