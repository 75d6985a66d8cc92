//! A world for tests: scripted servers, a clock that only the run moves, captured streams, files in memory.
//!
//! Each test has a thread, and each thread a world of its own, so nothing is shared:
//!
//! ```ignore
//! let server = Server::http([Reply::text("HTTP/1.1 200 OK\n\nhello")]);
//! let ran = metstatus(["-f", "json", &server.url("/")]);
//! assert_eq!((ran.code, ran.ids()), (0, vec![]));
//! ```

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

/// The door of the crate: every test takes what it needs of the program through here.
pub(crate) use metstatus::internals as door;

#[path = "../../cli/support/asserts.rs"]
pub(crate) mod asserts;
pub(crate) mod clock;
#[path = "../../cli/support/documents.rs"]
mod documents;
pub(crate) mod files;
#[path = "../../cli/support/grammar.rs"]
pub(crate) mod grammar;
pub(crate) mod met;
pub(crate) mod network;
mod reply;
pub(crate) mod run;
#[path = "../../cli/support/schema.rs"]
mod schema;
#[path = "../../cli/support/script.rs"]
mod script;
pub(crate) mod server;
#[path = "../../cli/support/text.rs"]
mod text;
mod transfer;

use door::evidence::{FailureKind, Phase};
use server::SeenRequest;

/// What goes wrong in place of an HTTP exchange, and the words of it.
type Failing = (Phase, FailureKind, String);
