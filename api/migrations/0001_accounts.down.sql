drop table refresh_tokens;
drop table memberships;
drop table accounts;
drop table identities;
drop table users;
