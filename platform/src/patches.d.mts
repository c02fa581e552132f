/** The patches of our own that the installed packages do not contain. @param root folder with `patches` and `node_modules` */
export function missingPatches(root: string): string[]
