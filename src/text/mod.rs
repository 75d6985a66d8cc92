//! Text of any origin: escaping, near names, secrets.

pub(crate) mod count;
pub(crate) mod escape;
pub(crate) mod html;
pub(crate) mod secret;
pub(crate) mod shell;
pub(crate) mod size;
pub(crate) mod suggest;
