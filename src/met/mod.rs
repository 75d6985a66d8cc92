//! What MET Norway says of its Weather API, as data with source and date. Nothing in here asks the network.

pub(crate) mod changelog;
pub(crate) mod error_class;
pub(crate) mod hosts;
pub(crate) mod identity;
pub(crate) mod knowledge;
pub(crate) mod meanings;
pub(crate) mod product_request;
pub(crate) mod products;
pub(crate) mod sentence;
