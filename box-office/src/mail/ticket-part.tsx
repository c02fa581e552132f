import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { toBuffer } from 'qrcode'
import { Text } from './frame.tsx'
import type { Attachment } from './store.ts'

/** A ticket as mails show it. */
export type MailTicket = { type: string; name: string; email: string; shortId: string; publicId: string }

/** For the door of a place without a network: the number is what the code holds. */
export function lineOf({ name, type, publicId }: MailTicket, url: string): string {
  return `${isolated(name)}, ${isolated(type)}\nNumber: ${publicId}\n${url}`
}

/** A ticket in a mail with several: whose it is, and its code. */
export function TicketPart({ ticket, url }: { ticket: MailTicket; url: string }): JSX.Element {
  return (
    <>
      <Text>
        <a href={url} style="color:#0b6158">
          <bdi>{ticket.name}</bdi>
        </a>
        {`, ${isolated(ticket.type)}, ${ticket.publicId}`}
      </Text>
      <Code ticket={ticket} />
    </>
  )
}

/** The QR code is a part of the mail, so it is shown without a network, and where mails load no pictures. */
export function Code({ ticket }: { ticket: MailTicket }): JSX.Element {
  return (
    <p style="margin:0 0 20px;text-align:center">
      <img src={`cid:${cidOf(ticket)}`} width="220" height="220" alt={`Code of ticket ${ticket.publicId}`} />
    </p>
  )
}

function cidOf({ publicId }: MailTicket): string {
  return `code-${publicId}`
}

/** The picture that `Code` shows, to be attached. */
export async function codeOf(ticket: MailTicket): Promise<Attachment> {
  const code = await toBuffer(ticket.publicId, { errorCorrectionLevel: 'M', margin: 3, width: 320 })
  return {
    filename: `ticket-${ticket.publicId}.png`,
    contentType: 'image/png',
    content: code.toString('base64'),
    cid: cidOf(ticket),
  }
}
