import type { Cover } from './store.ts'

/** The pictures of an event in responses. */
export function imagesOf({ cover }: { cover: Cover | null }): Cover[] {
  return cover === null ? [] : [cover]
}
