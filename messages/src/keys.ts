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
  'landing.brand': None
  'landing.opening.title': None
  'landing.opening.signingIn': None
  'landing.opening.slow': None
  'landing.plain.title': None
  'landing.plain.text': None
  'landing.plain.continue': None
  'landing.script.title': None
  'landing.script.text': None
  'landing.startAgain': None
  'landing.choose.title': None
  'landing.choose.caution': None
  'landing.choose.continue': { name: string }
  'landing.choose.back': None
  'landing.choose.stay': { name: string }
  'landing.signIn.title': None
  'landing.signIn.titleAgain': None
  'landing.signIn.problem': { title: string }
  'landing.signIn.failed': None
  'landing.signIn.changed': None
  'landing.signIn.ended': None
  'landing.signIn.nothing': None
  'landing.signIn.email': None
  'landing.signIn.password': None
  'landing.signIn.keep': None
  'landing.signIn.submit': None
  'landing.signIn.notNow': None
  'landing.signIn.account': None
  'landing.refused.empty': None
  'landing.refused.tooMany': None
  'landing.refused.wrongPassword': None
  'landing.refused.otherLogin': None
  'landing.refused.chooseAccount': None
  'landing.refused.wait': { duration: string }
  'landing.failure.SESSION_NOT_FOUND.title': None
  'landing.failure.SESSION_NOT_FOUND.text': None
  'landing.failure.SESSION_EXPIRED.title': None
  'landing.failure.SESSION_EXPIRED.text': None
  'landing.failure.SESSION_ALREADY_USED.title': None
  'landing.failure.SESSION_ALREADY_USED.text': None
  'landing.failure.SESSION_BROWSER_MISMATCH.title': None
  'landing.failure.SESSION_BROWSER_MISMATCH.text': None
  'landing.failure.SESSION_REVOKED.title': None
  'landing.failure.SESSION_REVOKED.text': None
  'landing.failure.PERMISSION_DENIED.title': None
  'landing.failure.PERMISSION_DENIED.text': None
  'landing.failure.NOT_A_MEMBER.title': None
  'landing.failure.NOT_A_MEMBER.text': None
  'landing.failure.EVENT_NOT_FOUND.title': None
  'landing.failure.EVENT_NOT_FOUND.text': None
  'landing.failure.NOTHING_LINKED.title': None
  'landing.failure.NOTHING_LINKED.text': None
  'landing.failure.LINK_CONFLICT.title': None
  'landing.failure.LINK_CONFLICT.text': None
  'landing.failure.ACCOUNT_CONFLICT.title': None
  'landing.failure.ACCOUNT_CONFLICT.text': None
  'landing.failure.EMAIL_NOT_VERIFIED.title': None
  'landing.failure.EMAIL_NOT_VERIFIED.text': None
  'landing.failure.LOGIN_EXISTS.title': None
  'landing.failure.LOGIN_EXISTS.text': None
  'landing.failure.ORIGIN_NOT_ALLOWED.title': None
  'landing.failure.ORIGIN_NOT_ALLOWED.text': None
  'landing.failure.RATE_LIMITED.title': None
  'landing.failure.RATE_LIMITED.text': None
  'landing.failure.VALIDATION_ERROR.title': None
  'landing.failure.VALIDATION_ERROR.text': None
  'landing.failure.REGISTRATION_CLOSED.title': None
  'landing.failure.REGISTRATION_CLOSED.text': None
  'landing.failure.UPSTREAM_REFUSED.title': None
  'landing.failure.UPSTREAM_REFUSED.text': None
  'landing.failure.UPSTREAM_INVALID.title': None
  'landing.failure.UPSTREAM_INVALID.text': None
  'landing.failure.UPSTREAM_BUSY.title': None
  'landing.failure.UPSTREAM_BUSY.text': None
  'landing.failure.UPSTREAM_UNAVAILABLE.title': None
  'landing.failure.UPSTREAM_UNAVAILABLE.text': None
  'landing.failure.API_UNAVAILABLE.title': None
  'landing.failure.API_UNAVAILABLE.text': None
  'landing.failure.SERVICE_UNAVAILABLE.title': None
  'landing.failure.SERVICE_UNAVAILABLE.text': None
  'landing.failure.OTHER.title': None
  'landing.failure.OTHER.text': None
  'landing.failure.currency.title': { currency: string }
  'landing.failure.currency.text': None
  'landing.failure.zone.title': { zone: string }
  'landing.failure.zone.text': None
  'landing.failure.email.title': { limit: number }
  'landing.failure.email.text': None
  'landing.failure.wait': { duration: string }
  'landing.way.retry': None
  'landing.way.event': None
  'landing.way.start': None
  'landing.way.team': None
  'landing.way.site': None
  'landing.kept.title': None
  'landing.kept.generated': None
  'landing.kept.password': None
  'landing.kept.token': None
  'landing.kept.nothing': None
  'landing.kept.notNeeded': None
  'landing.kept.removePassword.title': None
  'landing.kept.removePassword.label': None
  'landing.kept.removePassword.result': None
  'landing.kept.removeEverything.title': None
  'landing.kept.removeEverything.label': None
  'landing.kept.removeEverything.result': None
  'landing.kept.site': None
  'landing.kept.who': None
  'landing.kept.keep': None
  'mail.verify.subject': None
  'mail.verify.welcome': None
  'mail.verify.ignore': None
  'mail.verify.link': None
  'mail.forOneDay': None
  'mail.reset.subject': None
  'mail.reset.asked': None
  'mail.reset.forOneHour': None
  'mail.reset.ignore': None
  'mail.change.subject': None
  'mail.change.asked': None
  'mail.change.ignore': None
  'mail.change.link': None
  'mail.emailChanged.subject': None
  'mail.emailChanged.text': { email: string }
  'mail.emailChanged.notYou': None
  'mail.passwordChanged.subject': None
  'mail.passwordChanged.text': None
  'mail.notYou': None
  'mail.method.subject': None
  'mail.method.twoStepOn': None
  'mail.method.twoStepOff': None
  'mail.method.newRecoveryCodes': None
  'mail.method.passkeyAdded': None
  'mail.method.passkeyRemoved': None
  'mail.unnamedAccount': None
  'mail.somebody': None
  'mail.invitation.subject': { account: string }
  'mail.invitation.text': { by: string; account: string; role: 'admin' | 'editor' | 'other' | 'viewer' }
  'mail.invitation.forSevenDays': None
  'mail.invitation.ignore': None
  'mail.invitation.link': None
  'mail.removed.subject': { account: string }
  'mail.removed.text': { account: string }
  'mail.role.subject': { account: string }
  'mail.role.text': { role: 'admin' | 'editor' | 'other' | 'viewer'; account: string }
  'mail.role.ended': None
  'mail.role.page': None
  'mail.owner.subject': { account: string }
  'mail.owner.text': { by: string; account: string }
  'mail.misused.subject': { how: 'browser' | 'other' }
  'mail.misused.text': { how: 'browser' | 'other'; at: string }
  'mail.misused.event': { event: string }
  'mail.misused.ended': None
  'mail.misused.wasYou': None
  'mail.misused.changePassword': None
  'mail.misused.tellAdministrator': None
  'mail.misused.page': None
  'mail.endpoint.subject': None
  'mail.endpoint.text': { account: string; host: string }
  'mail.endpoint.gone': None
  'mail.endpoint.failing': None
  'mail.endpoint.overflow': None
  'mail.endpoint.next': None
  'mail.endpoint.page': None
  'mail.deleted.subject': None
  'mail.deleted.text': None
  'mail.deleted.tickets': None
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
  'landing.choose.current': { values: { person: string }; tags: 'strong' }
  'landing.choose.for': { values: { person: string; organiser: string }; tags: 'strong' }
  'landing.signIn.both': { values: { organiser: string; person: string }; tags: 'strong' }
  'landing.signIn.keepHint': { values: None; tags: 'link' }
  'landing.signIn.forgot': { values: None; tags: 'link' }
  'landing.signIn.meaning': { values: { organiser: string }; tags: 'link' }
  'landing.mention': { values: { id: string }; tags: 'code' }
  'landing.kept.how': { values: None; tags: 'strong' }
  'landing.kept.uses': { values: { account: string; email: string }; tags: 'strong' }
  'landing.kept.login': { values: { email: string; account: string }; tags: 'strong' }
  'site.confirmEmail': { values: None; tags: 'link' }
  'site.mention': { values: { id: string }; tags: 'code' }
  'tools.linkLost': { values: None; tags: 'link' }
  'tools.endedThere': { values: None; tags: 'link' }
  'tools.differences': { values: { count: number }; tags: 'link' }
  'tools.missingAddress': { values: { parts: string }; tags: 'link' }
}
