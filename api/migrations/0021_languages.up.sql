-- compatible: yes
-- The language that the user last chose or whose pages they read, in which mails are written; null until it is known.
alter table users add column language text;
