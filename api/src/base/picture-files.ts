/**
 * Where the files of pictures are stored. A file is named by its content and never changes, so writing one again is
 * harmless, and nodes that share the place need no lock.
 */
export type PictureFiles = {
  write: (name: string, bytes: Buffer) => Promise<void>
  /** Null when there is no such file. */
  read: (name: string) => Promise<Buffer | null>
  /** Deleting what is not there is no failure. */
  delete: (name: string) => Promise<void>
}
