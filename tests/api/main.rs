//! The API in process: a form in, XML out, through the router and without a socket. Seed and clock
//! are fixed. A file per kind, as in `src/resources`.

mod account_attributes;
mod customer_gateways;
mod http;
mod images;
mod instance_types;
mod key_pairs;
mod regions;
mod scenarios;
mod support;
