import { EMBED_VERSION } from '@tuvens/contract/embed'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type StandInTicketOrigin = { url: string; close: () => Promise<void> }

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tickets</title>
<style>:root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui;padding:4px}li{display:flex;justify-content:space-between;padding:16px;border:1px solid #8886;border-radius:12px;margin-bottom:8px}ul{padding:0;margin:0 0 12px}button{font:inherit;padding:12px 24px;border-radius:99px;border:0;background:#0b6158;color:#fff}</style>
<ul><li><span>Regular</span><b>€ 24.00</b></li><li><span>Friends (2 people)</span><b>€ 42.00</b></li><li><span>Supporter</span><b>€ 60.00</b></li></ul><button id="go">Continue</button>`

const script = (nonce: string) => `<script>
const say=(m)=>parent.postMessage({source:'tuvens-ticketing',version:${EMBED_VERSION},nonce:${JSON.stringify(nonce)},...m},'*')
say({type:'ready'});say({type:'resize',height:document.documentElement.scrollHeight})
document.getElementById('go').onclick=()=>say({type:'checkout',url:location.origin+'/checkout/1/abc/details'})
</script>`

/** A stand-in for the ticket origin: a picker that implements the embed protocol, and sends nothing for event 13. */
export async function startStandInTicketOrigin(port = 0): Promise<StandInTicketOrigin> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://tickets')
    const nonce = (url.searchParams.get('nonce') ?? '').replace(/[^\w-]/g, '')
    const isSilent = url.pathname === '/embed/13'
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(
      url.pathname.startsWith('/embed/')
        ? PAGE + (isSilent ? '' : script(nonce))
        : `<h1>${url.pathname.replace(/</g, '')}</h1>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
