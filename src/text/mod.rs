//! Text of any origin: escaping and encoding, secrets, near names, words that depend on a count.

pub(crate) mod count;
pub(crate) mod escape;
pub(crate) mod html;
pub(crate) mod percent;
pub(crate) mod secret;
pub(crate) mod shell;
pub(crate) mod size;
pub(crate) mod suggest;
