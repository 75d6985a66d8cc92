//! What MET Norway says of its Weather API, as data with source and date. Nothing in here asks the network.

pub mod asked;
pub mod changelog;
pub mod error_class;
pub mod hosts;
pub mod identity;
pub mod meanings;
pub mod products;
