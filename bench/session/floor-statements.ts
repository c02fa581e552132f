/** The two session statements of the API for `pg`: one round trip each, with the audit row. */

export const ISSUE = `
  with target as (
    select coalesce($2::bigint, e.account_id, d.account_id) as account_id, e.id as event_id,
      e.account_id as event_account_id
    from (values ($1::bigint, $3::bigint)) asked (user_id, event_id)
    left join events e on e.id = asked.event_id
    left join memberships d on d.user_id = asked.user_id and d.is_default
  ), decision as (
    select target.*, case
      when $3::bigint is not null and event_id is null then 'EVENT_NOT_FOUND'
      when m.role is null then 'NOT_A_MEMBER'
      when event_account_id <> target.account_id then 'EVENT_NOT_FOUND'
      when m.role not in ('owner', 'admin', 'editor') then 'PERMISSION_DENIED'
      else 'ok' end as outcome
    from target left join memberships m on m.user_id = $1::bigint and m.account_id = target.account_id
  ), made as (
    insert into cross_app_sessions (token_hash, user_id, account_id, event_id, app_id, expires_at)
    select $4, $1::bigint, account_id, event_id, 'floor', now() + $5::integer * interval '1 second'
    from decision where outcome = 'ok'
    returning expires_at
  ), audited as (
    insert into audit_log (operation, outcome, actor, user_id, account_id, event_id, request_id, address)
    select 'generate-session', outcome, 'user:' || $1::bigint, $1::bigint, account_id, event_id, $6, $7 from decision
  )
  select outcome, account_id, expires_at from decision left join made on true`

export const CONSUME = `
  with found as materialized (
    select user_id, account_id, event_id, used_at, expires_at, revoked_at
    from cross_app_sessions where token_hash = $1 and app_id = 'floor'
  ), consumed as (
    update cross_app_sessions s
    set used_at = now(), last_used_at = now(), expires_at = greatest(s.expires_at,
      least(now() + $2::integer * interval '1 second', s.created_at + interval '1 hour'))
    from users u, accounts a, memberships m
    where s.token_hash = $1 and s.app_id = 'floor'
      and s.used_at is null and s.revoked_at is null and s.expires_at > clock_timestamp()
      and u.id = s.user_id and a.id = s.account_id and m.user_id = s.user_id and m.account_id = s.account_id
    returning s.event_id, s.user_id, u.email, u.name, s.account_id, a.name as organiser, m.role, s.expires_at
  ), decision as (
    select found.user_id, found.account_id, found.event_id, case
      when exists (select from consumed) then 'ok'
      when found.user_id is null then 'SESSION_NOT_FOUND'
      when found.revoked_at is not null then 'SESSION_REVOKED'
      when found.used_at is null and found.expires_at <= clock_timestamp() then 'SESSION_EXPIRED'
      else 'SESSION_ALREADY_USED' end as outcome
    from (values (true)) one (row) left join found on true
  ), audited as (
    insert into audit_log (operation, outcome, actor, user_id, account_id, event_id, request_id, address)
    select 'validate-session', outcome, 'service', user_id, account_id, event_id, $3, $4 from decision
  )
  select decision.outcome, consumed.*, to_jsonb(e) as event
  from decision left join consumed on true left join events e on e.id = consumed.event_id`
