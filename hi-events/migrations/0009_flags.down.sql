drop table known_flags;
