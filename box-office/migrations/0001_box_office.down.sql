drop view occurrence_takings, promo_code_usage, price_takings;
drop table event_views, waitlist_entries, attendees, order_items, orders, promo_codes, occurrence_prices, product_prices,
  product_taxes_and_fees, products, product_categories, taxes_and_fees, webhook_logs, webhooks, occurrences, images, events,
  organizers, revoked_tokens, account_users, accounts, users;
