-- compatible: yes
-- Sign-ins of the console that ended before they expired. Their cookies are signed, and stored nowhere else.
create table operator_sign_outs (
  -- SHA-256 of the signature of the cookie.
  cookie_hash bytea primary key,
  expires_at timestamptz not null
);
