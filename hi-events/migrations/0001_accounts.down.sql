drop table memberships;
drop table users;
drop table accounts;
