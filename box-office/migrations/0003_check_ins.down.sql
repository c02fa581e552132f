drop table check_ins;
