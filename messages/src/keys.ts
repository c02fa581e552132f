// Written by `npm run messages` from the English messages; a test compares.

/** No argument. */
type None = Record<never, never>

/** Each message without tags, and the arguments that it needs. */
export type PlainMessages = {
  'account.signOut.title': None
  'account.signOut.question': None
  'account.signOut.text': None
  'account.signOut.stay': None
  'browse.heading.found': { query: string }
  'browse.heading.past': None
  'browse.heading.front': None
  'browse.heading.more': None
  'browse.description': None
  'browse.searchLabel': None
  'browse.searchHint': None
  'browse.search': None
  'browse.when': None
  'browse.upcoming': None
  'browse.past': None
  'browse.showMore': None
  'browse.backToFirst': None
  'browse.nothingMatches': { query: string }
  'browse.nothingMatchesText': None
  'browse.seeAll': None
  'browse.none': None
  'browse.noneText': None
  'browse.heading.any': None
  'browse.free': None
  'browse.paid': None
  'browse.freeOrPaid': None
  'browse.time.upcoming': None
  'browse.time.today': None
  'browse.time.weekend': None
  'browse.time.week': None
  'browse.time.month': None
  'browse.time.past': None
  'browse.narrow': None
  'browse.narrowed': { count: number }
  'browse.place': None
  'browse.anyCity': None
  'browse.category': None
  'browse.allCategories': None
  'browse.price': None
  'browse.from': None
  'browse.to': None
  'browse.show': None
  'browse.clear': None
  'browse.nothing': None
  'browse.nothingText': None
  'browse.organiser': None
  'browse.organiserText': { name: string }
  'browse.noneComing': None
  'browse.noneComingText': None
  'browse.nonePast': None
  'browse.nonePastText': None
  'errors.EVENT_NOT_FOUND.title': None
  'errors.EVENT_NOT_FOUND.message': None
  'errors.RATE_LIMITED.title': None
  'errors.RATE_LIMITED.message': None
  'errors.API_UNAVAILABLE.title': None
  'errors.API_UNAVAILABLE.message': None
  'errors.SERVICE_UNAVAILABLE.title': None
  'errors.SERVICE_UNAVAILABLE.message': None
  'event.about': None
  'event.gettingThere': None
  'event.showOnMap': None
  'event.allDates': None
  'event.ticketsForFirstDate': None
  'event.datesOver': { count: number }
  'event.laterDates': None
  'event.onYourClock': { zone: string; start: string }
  'event.placeLater': None
  'event.organisedBy': None
  'event.addToCalendar': None
  'event.edit': None
  'event.changed': None
  'event.ticketsFor': { title: string }
  'event.hint.preparing': None
  'event.hint.paused': None
  'event.hint.ended': None
  'event.hint.cancelled': None
  'event.hint.endedEarly': None
  'event.askAboutTickets': None
  'event.notLoading': None
  'event.notLoadingBlocked': None
  'event.notLoadingSlow': None
  'event.getTickets': None
  'event.seeTickets': None
  'event.report': None
  'event.duplicate': None
  'events.category.SOCIAL': None
  'events.category.FOOD_DRINK': None
  'events.category.CHARITY': None
  'events.category.MUSIC': None
  'events.category.ART': None
  'events.category.COMEDY': None
  'events.category.THEATER': None
  'events.category.BUSINESS': None
  'events.category.TECH': None
  'events.category.EDUCATION': None
  'events.category.WORKSHOP': None
  'events.category.SPORTS': None
  'events.category.FESTIVAL': None
  'events.category.NIGHTLIFE': None
  'events.category.OTHER': None
  'events.free': None
  'events.freeOrMore': None
  'events.from': { amount: string }
  'events.moreDates': { count: number }
  'events.placeToBeAnnounced': None
  'events.related': None
  'events.subscribe': None
  'events.calendarAddress': None
  'events.share': None
  'events.shareByMail': None
  'events.linkCopied': None
  'events.copyLink': { url: string }
  'phases.none.label': None
  'phases.none.sentence': None
  'phases.preparing.label': None
  'phases.preparing.sentence': None
  'phases.soon.label': None
  'phases.soon.sentence': None
  'phases.on_sale.label': None
  'phases.on_sale.sentence': None
  'phases.low.label': None
  'phases.low.sentence': None
  'phases.held.label': None
  'phases.held.sentence': None
  'phases.waiting_list.label': None
  'phases.waiting_list.sentence': None
  'phases.sold_out.label': None
  'phases.sold_out.sentence': None
  'phases.sales_over.label': None
  'phases.sales_over.sentence': None
  'phases.paused.label': None
  'phases.paused.sentence': None
  'phases.ended.label': None
  'phases.ended.sentence': None
  'phases.cancelled.label': None
  'phases.cancelled.sentence': None
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
  'tools.panel.none': None
  'tools.panel.preparing': None
  'tools.panel.soon': None
  'tools.panel.on_sale': None
  'tools.panel.low': None
  'tools.panel.held': None
  'tools.panel.waiting_list': None
  'tools.panel.sold_out': None
  'tools.panel.sales_over': None
  'tools.panel.paused': None
  'tools.panel.ended': None
  'tools.panel.cancelled': None
  'tools.sell': None
  'tools.nearlyThere': None
  'tools.yourTickets': None
  'tools.enable': None
  'tools.continue': None
  'tools.manage': None
  'tools.tellHolders': None
  'tools.part.street': None
  'tools.part.postalCode': None
  'tools.part.town': None
  'tools.part.country': None
  'tools.otherSites': None
  'tools.why': None
  'tools.keptLogin': None
  'tools.opening': None
  'tools.viewTitle': None
  'tools.viewText': { organiser: string }
  'tools.viewNone': { organiser: string }
  'tools.view': None
  'tools.unlink': None
  'tools.unlinkQuestion': None
  'tools.unlinkGone': None
  'tools.unlinkValid': None
  'tools.unlinkAgain': None
  'tools.unlinkButton': None
  'tools.keep': None
  'tools.saved': None
  'tools.savedOnTickets': None
  'tools.created': None
  'tools.sales': None
  'tools.salesGlance': None
}

/** Each message with tags, the arguments that it needs, and its tags. */
export type RichMessages = {
  'browse.allForNow': { values: None; tags: 'link' }
  'event.chooseHere': { values: None; tags: 'link' }
  'event.lookHere': { values: None; tags: 'link' }
  'event.orderComplete': { values: None; tags: 'b' }
  'events.by': { values: { organiser: string }; tags: 'name' }
  'site.confirmEmail': { values: None; tags: 'link' }
  'site.mention': { values: { id: string }; tags: 'code' }
  'tools.linkLost': { values: None; tags: 'link' }
  'tools.endedThere': { values: None; tags: 'link' }
  'tools.differences': { values: { count: number }; tags: 'link' }
  'tools.missingAddress': { values: { parts: string }; tags: 'link' }
}
