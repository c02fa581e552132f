import { linkedParts } from '@tuvens/platform/text/links'
import type { ComponentChildren, JSX } from 'preact'

/** Many mail programs ignore style sheets, so every element has its styles inline. */
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
const INK = '#1c1a16'
const SOFT = '#504b42'
const TEAL = '#0b6158'

type FrameProps = { title: string; preview: string; children: ComponentChildren; foot: ComponentChildren }

/** One column, readable without images. */
export function Frame({ title, preview, children, foot }: FrameProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{title}</title>
      </head>
      <body style="margin:0;padding:0;background:#f3f1ea">
        <div style="display:none;max-height:0;overflow:hidden">{preview}</div>
        <table
          role="presentation"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style={`table-layout:fixed;background:#f3f1ea;color:${INK};${FONT}`}
        >
          <tr>
            <td align="center" style="padding:24px 12px">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style="max-width:560px;table-layout:fixed;background:#ffffff;border-radius:14px;border:1px solid #d9d5ca"
              >
                <tr>
                  <td style="padding:28px 28px 32px;font-size:16px;line-height:1.55;word-break:break-word;overflow-wrap:anywhere">
                    {children}
                  </td>
                </tr>
              </table>
              <p
                style={`max-width:560px;margin:16px auto 0;font-size:13px;line-height:1.5;color:${SOFT};word-break:break-word;overflow-wrap:anywhere`}
              >
                {foot}
              </p>
            </td>
          </tr>
        </table>
      </body>
    </html>
  )
}

export function Title({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <h1 dir="auto" style="margin:0 0 12px;font-size:26px;line-height:1.2;letter-spacing:-0.02em">
      {children}
    </h1>
  )
}

export function Text({
  children,
  soft = false,
}: {
  children: ComponentChildren
  soft?: boolean
}): JSX.Element {
  return <p style={`margin:0 0 16px;${soft ? `color:${SOFT};font-size:14px` : ''}`}>{children}</p>
}

/** What people wrote, with its addresses as links. */
export function Linked({ text }: { text: string }): JSX.Element {
  return (
    <>
      {linkedParts(text).map((part, at) =>
        part.href === null ? (
          part.text
        ) : (
          <a key={at} href={part.href} rel="noopener nofollow ugc" style={`color:${TEAL}`}>
            {part.text}
          </a>
        ),
      )}
    </>
  )
}

export function Button({ href, children }: { href: string; children: ComponentChildren }): JSX.Element {
  return (
    <p style="margin:20px 0">
      <a
        href={href}
        style={`display:inline-block;padding:12px 22px;border-radius:999px;background:${TEAL};color:#ffffff;font-weight:600;text-decoration:none`}
      >
        {children}
      </a>
    </p>
  )
}

/** Facts as lines of "name: value". */
export function Facts({ facts }: { facts: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <table
      role="presentation"
      cellpadding="0"
      cellspacing="0"
      width="100%"
      style="margin:0 0 20px;border-top:1px solid #d9d5ca"
    >
      {facts.map(([name, value]) => (
        <tr key={name}>
          <td
            style={`padding:9px 16px 9px 0;border-bottom:1px solid #d9d5ca;color:${SOFT};font-size:14px;vertical-align:top;white-space:nowrap`}
          >
            {name}
          </td>
          <td style="padding:9px 0;border-bottom:1px solid #d9d5ca;vertical-align:top;width:100%">{value}</td>
        </tr>
      ))}
    </table>
  )
}
