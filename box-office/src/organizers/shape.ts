import { slugOf } from '../rest/text.ts'
import type { OrganizerRow } from './store.ts'

export function organizerShape(organizer: OrganizerRow) {
  return {
    id: organizer.id,
    name: organizer.name,
    email: organizer.email,
    phone: organizer.phone,
    website: organizer.website,
    description: organizer.description,
    timezone: organizer.timezone,
    currency: organizer.currency,
    slug: slugOf(organizer.name),
    status: organizer.status,
  }
}

/** The public organizer. */
export function publicOrganizerShape(organizer: OrganizerRow) {
  return {
    id: organizer.id,
    name: organizer.name,
    website: organizer.website,
    description: organizer.description,
    slug: slugOf(organizer.name),
    status: organizer.status,
  }
}

export function publicOrganizerDetailShape(organizer: OrganizerRow) {
  return {
    ...publicOrganizerShape(organizer),
    images: [],
    settings: {
      id: organizer.id,
      organizer_id: organizer.id,
      default_attendee_details_collection_method: 'PER_TICKET',
      default_show_marketing_opt_in: true,
      default_pass_platform_fee_to_buyer: false,
      default_allow_attendee_self_edit: true,
      social_media_handles: null,
      homepage_theme_settings: {
        name: 'Midnight',
        homepage_primary_color: '#ffffffff',
        homepage_secondary_color: '#b3b3b3ff',
        homepage_background_color: '#737373ff',
        homepage_primary_text_color: '#ffffffff',
        homepage_secondary_text_color: '#ffffff',
        homepage_content_background_color: '#0f172a9c',
      },
      homepage_visibility: 'PUBLIC',
      homepage_password: null,
      website_url: null,
      seo_keywords: null,
      seo_title: null,
      seo_description: null,
      allow_search_engine_indexing: true,
      location_details: null,
    },
  }
}
