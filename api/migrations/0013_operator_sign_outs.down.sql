drop table operator_sign_outs;
