alter table events drop column sales;
