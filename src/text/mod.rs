//! Text of any origin: escaping, near names, secrets.

pub mod escape;
pub mod near;
pub mod secret;
pub mod size;
