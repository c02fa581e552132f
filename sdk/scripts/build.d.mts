/** Builds the package into a folder. */
export function build(folder: string): void
