//! temp
pub(crate) mod wire;
