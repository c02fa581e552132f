// Written by `npm run messages` from the English messages; a test compares.

/** No argument. */
type None = Record<never, never>

/** Each message without tags, and the arguments that it needs. */
export type PlainMessages = {
  'account.signOut.title': None
  'account.signOut.question': None
  'account.signOut.text': None
  'account.signOut.stay': None
  'site.skip': None
  'site.mainMenu': None
  'site.myEvents': None
  'site.newEvent': None
  'site.account': None
  'site.signedInAs': { name: string }
  'site.signOut': None
  'site.signIn': None
  'site.createAccount': None
  'site.switchTheme': None
  'site.lightOrDark': None
  'site.slogan': None
  'site.more': None
  'site.browse': None
  'site.createEvent': None
  'site.language': None
  'site.offline': { at: string }
  'site.offlineSinceOpened': None
  'site.stale': { at: string }
  'site.staleSinceOpened': None
  'site.error': { title: string }
  'site.nothingHere': None
  'site.nothingHereText': None
  'site.failed': None
  'site.failedText': None
  'site.offlineTitle': None
  'site.offlineText': None
  'site.tryAgain': None
}

/** Each message with tags, the arguments that it needs, and its tags. */
export type RichMessages = {
  'site.confirmEmail': { values: None; tags: 'link' }
  'site.mention': { values: { id: string }; tags: 'code' }
}
