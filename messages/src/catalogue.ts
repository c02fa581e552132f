// Written by `npm run messages` from the English messages; a test compares.

import en_account from '../en/account.json' with { type: 'json' }
import en_browse from '../en/browse.json' with { type: 'json' }
import en_errors from '../en/errors.json' with { type: 'json' }
import en_event from '../en/event.json' with { type: 'json' }
import en_events from '../en/events.json' with { type: 'json' }
import en_landing from '../en/landing.json' with { type: 'json' }
import en_mail from '../en/mail.json' with { type: 'json' }
import en_phases from '../en/phases.json' with { type: 'json' }
import en_site from '../en/site.json' with { type: 'json' }
import en_tools from '../en/tools.json' with { type: 'json' }
import de_account from '../de/account.json' with { type: 'json' }
import de_browse from '../de/browse.json' with { type: 'json' }
import de_errors from '../de/errors.json' with { type: 'json' }
import de_event from '../de/event.json' with { type: 'json' }
import de_events from '../de/events.json' with { type: 'json' }
import de_landing from '../de/landing.json' with { type: 'json' }
import de_mail from '../de/mail.json' with { type: 'json' }
import de_phases from '../de/phases.json' with { type: 'json' }
import de_site from '../de/site.json' with { type: 'json' }
import de_tools from '../de/tools.json' with { type: 'json' }
import fr_account from '../fr/account.json' with { type: 'json' }
import fr_browse from '../fr/browse.json' with { type: 'json' }
import fr_errors from '../fr/errors.json' with { type: 'json' }
import fr_event from '../fr/event.json' with { type: 'json' }
import fr_events from '../fr/events.json' with { type: 'json' }
import fr_landing from '../fr/landing.json' with { type: 'json' }
import fr_mail from '../fr/mail.json' with { type: 'json' }
import fr_phases from '../fr/phases.json' with { type: 'json' }
import fr_site from '../fr/site.json' with { type: 'json' }
import fr_tools from '../fr/tools.json' with { type: 'json' }
import es_account from '../es/account.json' with { type: 'json' }
import es_browse from '../es/browse.json' with { type: 'json' }
import es_errors from '../es/errors.json' with { type: 'json' }
import es_event from '../es/event.json' with { type: 'json' }
import es_events from '../es/events.json' with { type: 'json' }
import es_landing from '../es/landing.json' with { type: 'json' }
import es_mail from '../es/mail.json' with { type: 'json' }
import es_phases from '../es/phases.json' with { type: 'json' }
import es_site from '../es/site.json' with { type: 'json' }
import es_tools from '../es/tools.json' with { type: 'json' }
import it_account from '../it/account.json' with { type: 'json' }
import it_browse from '../it/browse.json' with { type: 'json' }
import it_errors from '../it/errors.json' with { type: 'json' }
import it_event from '../it/event.json' with { type: 'json' }
import it_events from '../it/events.json' with { type: 'json' }
import it_landing from '../it/landing.json' with { type: 'json' }
import it_mail from '../it/mail.json' with { type: 'json' }
import it_phases from '../it/phases.json' with { type: 'json' }
import it_site from '../it/site.json' with { type: 'json' }
import it_tools from '../it/tools.json' with { type: 'json' }
import nl_account from '../nl/account.json' with { type: 'json' }
import nl_browse from '../nl/browse.json' with { type: 'json' }
import nl_errors from '../nl/errors.json' with { type: 'json' }
import nl_event from '../nl/event.json' with { type: 'json' }
import nl_events from '../nl/events.json' with { type: 'json' }
import nl_landing from '../nl/landing.json' with { type: 'json' }
import nl_mail from '../nl/mail.json' with { type: 'json' }
import nl_phases from '../nl/phases.json' with { type: 'json' }
import nl_site from '../nl/site.json' with { type: 'json' }
import nl_tools from '../nl/tools.json' with { type: 'json' }
import pt_account from '../pt/account.json' with { type: 'json' }
import pt_browse from '../pt/browse.json' with { type: 'json' }
import pt_errors from '../pt/errors.json' with { type: 'json' }
import pt_event from '../pt/event.json' with { type: 'json' }
import pt_events from '../pt/events.json' with { type: 'json' }
import pt_landing from '../pt/landing.json' with { type: 'json' }
import pt_mail from '../pt/mail.json' with { type: 'json' }
import pt_phases from '../pt/phases.json' with { type: 'json' }
import pt_site from '../pt/site.json' with { type: 'json' }
import pt_tools from '../pt/tools.json' with { type: 'json' }
import ar_account from '../ar/account.json' with { type: 'json' }
import ar_browse from '../ar/browse.json' with { type: 'json' }
import ar_errors from '../ar/errors.json' with { type: 'json' }
import ar_event from '../ar/event.json' with { type: 'json' }
import ar_events from '../ar/events.json' with { type: 'json' }
import ar_landing from '../ar/landing.json' with { type: 'json' }
import ar_mail from '../ar/mail.json' with { type: 'json' }
import ar_phases from '../ar/phases.json' with { type: 'json' }
import ar_site from '../ar/site.json' with { type: 'json' }
import ar_tools from '../ar/tools.json' with { type: 'json' }

export const CATALOGUE = {
  en: { account: en_account, browse: en_browse, errors: en_errors, event: en_event, events: en_events, landing: en_landing, mail: en_mail, phases: en_phases, site: en_site, tools: en_tools },
  de: { account: de_account, browse: de_browse, errors: de_errors, event: de_event, events: de_events, landing: de_landing, mail: de_mail, phases: de_phases, site: de_site, tools: de_tools },
  fr: { account: fr_account, browse: fr_browse, errors: fr_errors, event: fr_event, events: fr_events, landing: fr_landing, mail: fr_mail, phases: fr_phases, site: fr_site, tools: fr_tools },
  es: { account: es_account, browse: es_browse, errors: es_errors, event: es_event, events: es_events, landing: es_landing, mail: es_mail, phases: es_phases, site: es_site, tools: es_tools },
  it: { account: it_account, browse: it_browse, errors: it_errors, event: it_event, events: it_events, landing: it_landing, mail: it_mail, phases: it_phases, site: it_site, tools: it_tools },
  nl: { account: nl_account, browse: nl_browse, errors: nl_errors, event: nl_event, events: nl_events, landing: nl_landing, mail: nl_mail, phases: nl_phases, site: nl_site, tools: nl_tools },
  pt: { account: pt_account, browse: pt_browse, errors: pt_errors, event: pt_event, events: pt_events, landing: pt_landing, mail: pt_mail, phases: pt_phases, site: pt_site, tools: pt_tools },
  ar: { account: ar_account, browse: ar_browse, errors: ar_errors, event: ar_event, events: ar_events, landing: ar_landing, mail: ar_mail, phases: ar_phases, site: ar_site, tools: ar_tools },
}

/** The messages of one group of pages. */
export type Area = keyof (typeof CATALOGUE)['en']
