drop table link_details;
