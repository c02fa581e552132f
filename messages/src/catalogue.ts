// Written by `npm run messages` from the English messages; a test compares.

import en_account from '../en/account.json' with { type: 'json' }
import en_site from '../en/site.json' with { type: 'json' }
import de_account from '../de/account.json' with { type: 'json' }
import de_site from '../de/site.json' with { type: 'json' }
import fr_account from '../fr/account.json' with { type: 'json' }
import fr_site from '../fr/site.json' with { type: 'json' }
import es_account from '../es/account.json' with { type: 'json' }
import es_site from '../es/site.json' with { type: 'json' }
import it_account from '../it/account.json' with { type: 'json' }
import it_site from '../it/site.json' with { type: 'json' }
import nl_account from '../nl/account.json' with { type: 'json' }
import nl_site from '../nl/site.json' with { type: 'json' }
import pt_account from '../pt/account.json' with { type: 'json' }
import pt_site from '../pt/site.json' with { type: 'json' }
import ar_account from '../ar/account.json' with { type: 'json' }
import ar_site from '../ar/site.json' with { type: 'json' }

export const CATALOGUE = {
  en: { account: en_account, site: en_site },
  de: { account: de_account, site: de_site },
  fr: { account: fr_account, site: fr_site },
  es: { account: es_account, site: es_site },
  it: { account: it_account, site: it_site },
  nl: { account: nl_account, site: nl_site },
  pt: { account: pt_account, site: pt_site },
  ar: { account: ar_account, site: ar_site },
}

/** The messages of one group of pages. */
export type Area = keyof (typeof CATALOGUE)['en']
