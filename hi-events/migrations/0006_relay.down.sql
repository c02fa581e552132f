drop table sweeps;
drop table deliveries;
