-- compatible: yes
-- For the metric and the lists of mails that were given up: few of all.
create index mails_given_up on mails (given_up_at) where given_up_at is not null;
