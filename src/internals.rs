//! The door for the binary, the tests beside the crate and the fuzzer. It is not an interface: anything here may change
//! at any time. What is not handed on here is private to the crate, so the compiler finds what nothing uses.

#![allow(missing_docs, reason = "each name is documented where it is defined")]

pub mod app {
    pub mod args {
        pub mod cli {
            pub use crate::app::args::cli::Cli;
        }
        pub mod help {
            pub use crate::app::args::help::command;
        }
    }
    pub mod limits {
        pub use crate::app::limits::*;
    }
    pub mod plan {
        pub mod identity {
            pub use crate::app::plan::identity::ClientIdentity;
        }
        pub mod request {
            pub use crate::app::plan::request::{Bounds, plan};
        }
    }
}

pub mod diagnosis {
    pub use crate::diagnosis::{Diagnosis, SourceLocation};
    pub mod facts {
        pub use crate::diagnosis::facts::Facts;
    }
    pub mod lookup {
        pub use crate::diagnosis::lookup::{known_codes, phrase};
    }
    pub mod overrides {
        pub use crate::diagnosis::overrides::Overrides;
    }
    pub mod rule {
        pub use crate::diagnosis::rule::{Rule, Topic};
    }
    pub mod rules {
        pub use crate::diagnosis::rules::{all, find, judge};
    }
    pub mod thresholds {
        pub use crate::diagnosis::thresholds::Thresholds;
    }
}

pub mod evidence {
    pub mod form {
        pub use crate::evidence::form::Shows;
    }
    pub mod shown {
        pub use crate::evidence::shown::Shown;
    }
    pub use crate::evidence::*;
}

pub mod exit {
    pub use crate::exit::{EXIT_CODES, Exit};
}

pub mod http {
    pub mod caching {
        pub mod cache_control {
            pub use crate::http::caching::cache_control::{CacheControl, Span};
        }
        pub mod cache_status {
            pub use crate::http::caching::cache_status::CacheStatus;
        }
        pub mod entity_tag {
            pub use crate::http::caching::entity_tag::EntityTag;
        }
        pub mod freshness {
            pub use crate::http::caching::freshness::{Received, assess};
        }
        pub mod next_poll {
            pub use crate::http::caching::next_poll::next_poll;
        }
    }
    pub mod lifecycle {
        pub mod deprecation {
            pub use crate::http::lifecycle::deprecation::deprecation;
        }
        pub mod link {
            pub use crate::http::lifecycle::link::links;
        }
        pub mod sunset {
            pub use crate::http::lifecycle::sunset::sunset;
        }
    }
    pub mod pacing {
        pub mod rate_limit {
            pub use crate::http::pacing::rate_limit::RateLimit;
        }
        pub mod retry_after {
            pub use crate::http::pacing::retry_after::retry_after;
        }
    }
    pub mod syntax {
        pub mod delta_seconds {
            pub use crate::http::syntax::delta_seconds::{MAX_DELTA_SECONDS, parse_delta_seconds};
        }
        pub mod document {
            pub use crate::http::syntax::document::DataFormat;
        }
        pub mod body_text {
            pub use crate::http::syntax::body_text::{first_lines, text};
        }
        pub mod message {
            pub use crate::http::syntax::message::{
                Fields, HeadError, MAX_HEAD, Offence, RequestHead, ResponseHead, is_token_byte, split_head,
            };
        }
    }
    pub mod time {
        pub mod date {
            pub use crate::http::time::date::{DateForm, Timestamp, parse_http_date};
        }
    }
    pub mod uri {
        pub mod address {
            pub use crate::http::uri::address::{Reach, is_local_name, is_public, reach};
        }
        pub mod target {
            pub use crate::http::uri::target::{Scheme, Url};
        }
    }
}

pub mod inquiry {
    pub use crate::inquiry::{Action, Inquiry};
    pub mod revalidate {
        pub use crate::inquiry::revalidate::ReplayWhen;
    }
    pub mod rate_limiter {
        pub use crate::inquiry::rate_limiter::{Rate, RateLimiter};
    }
    pub mod plan {
        pub use crate::inquiry::plan::ChangelogWhen;
    }
    pub mod state {
        pub use crate::inquiry::state::{SavedState, TargetState, Unreadable};
    }
}

pub mod intake {
    pub use crate::intake::{Captured, Hints, Reading, read, read_with, receive};
    pub mod command {
        pub use crate::intake::command::{PastedCommand, is_command, parse};
    }
    pub mod log {
        pub use crate::intake::log::{LogLine, LogReader, LogRow};
    }
    pub mod transcript {
        pub use crate::intake::transcript::MOST_MESSAGES;
    }
}

pub mod met {
    pub mod changelog {
        pub use crate::met::changelog::{Entry, Kind, dates, end, notices, parse};
    }
    pub mod error_class {
        pub use crate::met::error_class::ERROR_CLASSES;
    }
    pub mod knowledge {
        pub use crate::met::knowledge::{FileError, Knowledge, LearnedVersion, MAX_KNOWLEDGE, learn, read, write};
    }
    pub mod meanings {
        pub use crate::met::meanings::AS_OF;
    }
    pub mod products {
        pub use crate::met::products::{VersionStatus, products, versions};
    }
}

pub mod net {
    pub use crate::net::UreqWeb;
    pub mod body {
        pub use crate::net::body::*;
    }
    pub mod fetchers {
        pub use crate::net::fetchers::Fetchers;
    }
    pub mod framing {
        pub use crate::net::framing::{FramingFilter, Refused};
    }
}

pub mod report {
    pub use crate::report::{Report, TargetResult, render};
    pub mod as_curl {
        pub use crate::report::as_curl::commands;
    }
    pub mod format {
        pub use crate::report::format::ReportFormat;
    }
    pub mod paint {
        pub use crate::report::paint::{Paint, without_colour};
    }
    pub mod prometheus {
        pub use crate::report::prometheus::described;
    }
    pub mod scenarios {
        pub use crate::report::scenarios::summaries;
    }
}

pub mod store {
    pub use crate::store::open_store;
    pub mod report_file {
        pub use crate::store::report_file::open_report_file;
    }
    pub mod trusted {
        pub use crate::store::trusted::{make_folder, read_trusted};
    }
}

pub mod text {
    pub mod escape {
        pub use crate::text::escape::{Text, clip, escape};
    }
    pub mod secret {
        pub use crate::text::secret::{redact_line, redact_urls};
    }
    pub mod size {
        pub use crate::text::size::format_size;
    }
}

pub mod world {
    pub use crate::world::*;
}
