import {
  type EmbedTarget,
  escapeAttribute,
  loaderAddressOf,
  pageAddressOf,
  tagOf,
  writtenAttributes,
} from './options.ts'
import type { CodePart } from './page-code.ts'

const indented = (text: string, by: string) => text.replaceAll('\n', `\n${by}`)

function linked(target: EmbedTarget): string {
  const tag = tagOf(target.options)
  const words = target.options.form === 'button' ? 'Get tickets' : 'Tickets'
  return `<${tag} {ref} ${writtenAttributes(target)}>\n  <a href="${escapeAttribute(pageAddressOf(target))}">${words}</a>\n</${tag}>`
}

/** Loads the loader once, whatever number of components a page has. */
function loading(target: EmbedTarget): string {
  return `const SRC = '${loaderAddressOf(target)}'

function load() {
  if (document.querySelector(\`script[src="\${SRC}"]\`)) return
  const integrity = '${target.loader.integrity}'
  document.head.append(Object.assign(document.createElement('script'), { type: 'module', crossOrigin: '', integrity, src: SRC }))
}`
}

/** A component for React 18 and later. */
export function reactCode(target: EmbedTarget): CodePart[] {
  const element = indented(linked(target).replace('{ref}', 'ref={element}'), '    ')
  const code = `import { useEffect, useRef } from 'react'

${loading(target)}

export function Tickets({ onOrderComplete }) {
  const element = useRef(null)
  useEffect(load, [])
  useEffect(() => {
    const tickets = element.current
    const tell = ({ detail }) => onOrderComplete?.(detail.order)
    tickets.addEventListener('tuvens:order-complete', tell)
    return () => tickets.removeEventListener('tuvens:order-complete', tell)
  }, [onOrderComplete])
  return (
    ${element}
  )
}`
  return [{ id: 'react', title: 'Tickets.jsx', code }]
}

/** A component for Svelte 5. */
export function svelteCode(target: EmbedTarget): CodePart[] {
  const code = `<script>
  import { onMount } from 'svelte'

  let { onOrderComplete } = $props()

  ${indented(loading(target), '  ')}

  function follow(tickets) {
    const tell = ({ detail }) => onOrderComplete?.(detail.order)
    tickets.addEventListener('tuvens:order-complete', tell)
    return { destroy: () => tickets.removeEventListener('tuvens:order-complete', tell) }
  }

  onMount(load)
</${'script'}>

${linked(target).replace('{ref}', 'use:follow')}`
  return [{ id: 'svelte', title: 'Tickets.svelte', code }]
}
