import { Button, Facts, Frame, Text, Title } from '../../box-office/src/mail/frame.tsx'

/** A mail with every part that mails are made of. */
export function EveryPart() {
  return (
    <Frame title="Mail" preview="" foot={<>Sent by the box office</>}>
      <Title>Your tickets</Title>
      <Text>Words</Text>
      <Text soft>Words</Text>
      <Button href="https://example.org">Show the ticket</Button>
      <Facts facts={[['When', 'Today']]} />
    </Frame>
  )
}
