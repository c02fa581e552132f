drop index mails_given_up;
