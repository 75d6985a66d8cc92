//! Reports: the one place that knows a format. Every format is a function from a [`Report`] to text.

pub(crate) mod as_curl;
mod audit;
mod batch;
mod brief;
mod caching;
pub(crate) mod codes;
pub(crate) mod format;
pub(crate) mod github;
pub(crate) mod gitlab;
mod html;
mod human;
pub(crate) mod json;
pub(crate) mod jsonl;
pub(crate) mod junit;
mod junit_case;
mod junit_sandbox;
pub(crate) mod lookup;
pub(crate) mod markdown;
pub(crate) mod message;
pub(crate) mod nagios;
mod number;
pub(crate) mod paint;
mod people;
pub(crate) mod products;
pub(crate) mod prometheus;
pub(crate) mod rules;
pub(crate) mod sarif;
pub(crate) mod scenarios;
pub(crate) mod settings;
mod subject;
mod suppressed;
pub(crate) mod tap;
mod transcript;
pub(crate) mod wrap;

use paint::Paint;

use crate::diagnosis::lookup::Subject;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::diagnosis::{Diagnosis, SourceLocation};
use crate::error::UsageError;
use crate::exit::Exit;
use crate::http::status::StatusClass;
use crate::http::time::date::Timestamp;
use crate::met::products::VersionStatus;
use crate::report::format::ReportFormat;
use crate::traffic::{Judged, LogSource, Overview};
use crate::world::Signal;

/// Everything that a run has to say.
#[derive(Debug)]
pub struct Report {
    /// The results in the order of the targets.
    pub entries: Vec<TargetResult>,
    /// When the report was made.
    pub generated_at: Timestamp,
    /// Whether a look-up counts by the severity of its code.
    pub by_code: bool,
    /// What is missing, where a signal ended the run before all targets had their results.
    pub cut: Option<Interruption>,
    /// How many targets could not be read, and have no result.
    pub unusable: usize,
    /// What went wrong beside the targets, at most [`RunError::MOST`].
    pub complaints: Vec<RunError>,
    /// The worst verdict of the results that went out as they came and are not kept here.
    pub worst_before: Verdict,
    /// What an audit read.
    pub sources: Vec<LogSource>,
    /// What else is to be said of an audit: what is a lower bound.
    pub notes: Vec<String>,
    /// The numbers of all clients of an audit together.
    pub(crate) overview: Option<Box<Overview>>,
}

/// Something that went wrong and is not a target's: a line of a list that could not be read, a state that could not be
/// stored. Standard error says it as well, but monitoring and CI read the report alone.
#[derive(Debug)]
pub struct RunError {
    /// The line of the file that is wrong, where one is.
    pub place: Option<SourceLocation>,
    /// What is wrong.
    pub error: UsageError,
}

impl RunError {
    /// How many a report holds at most.
    pub const MOST: usize = 100;
}

/// How a run ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interruption {
    /// The signal that ended it.
    pub signal: Signal,
    /// How many targets have no result.
    pub unfinished: usize,
    /// How many requests were sent whose answers are in no result.
    pub requests_unused: usize,
}

/// The result of one target.
#[derive(Debug)]
pub enum TargetResult {
    /// Something explained.
    LookUp(Subject),
    /// Something asked or read, and judged.
    Checked(Box<Diagnosis>),
    /// A client whose traffic was judged.
    Audited(Box<Judged>),
}

impl TargetResult {
    /// The verdict, of a look-up by its code where that counts.
    pub fn verdict(&self, by_code: bool) -> Verdict {
        match self {
            Self::Checked(diagnosis) => diagnosis.verdict,
            Self::Audited(judged) => judged.verdict,
            Self::LookUp(subject) if by_code => weight_of(*subject),
            Self::LookUp(_) => Verdict::Healthy,
        }
    }

    /// How many requests were sent for it.
    pub fn requests_sent(&self) -> usize {
        match self {
            Self::Checked(diagnosis) => {
                let exchanges = &diagnosis.facts.evidence.exchanges;
                exchanges.iter().filter(|exchange| exchange.live && !exchange.shared).count()
            }
            Self::LookUp(_) | Self::Audited(_) => 0,
        }
    }
}

impl Report {
    /// A report of the entries, made at a time.
    pub fn new(entries: Vec<TargetResult>, generated_at: Timestamp, by_code: bool) -> Self {
        Self {
            entries,
            generated_at,
            by_code,
            cut: None,
            unusable: 0,
            complaints: Vec::new(),
            worst_before: Verdict::Healthy,
            sources: Vec::new(),
            notes: Vec::new(),
            overview: None,
        }
    }

    /// Whether every target has its result.
    pub fn complete(&self) -> bool {
        self.cut.is_none() && self.unusable == 0
    }

    /// The verdict on one entry.
    pub fn verdict_of(&self, entry: &TargetResult) -> Verdict {
        entry.verdict(self.by_code)
    }

    /// The worst verdict; of a run in which something went wrong there is none better than that nothing can be said.
    pub fn verdict(&self) -> Verdict {
        let well = self.complete() && self.complaints.is_empty();
        let best = if well { Verdict::Healthy } else { Verdict::NoVerdict };
        self.entries.iter().fold(best.worse(self.worst_before), |worst, entry| worst.worse(self.verdict_of(entry)))
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        match self.cut {
            Some(cut) => Exit::Signalled(cut.signal),
            None if self.unusable > 0 => Exit::NoVerdict,
            None => self.verdict().into(),
        }
    }

    /// How many requests were sent.
    pub fn requests_sent(&self) -> usize {
        self.entries.iter().map(TargetResult::requests_sent).sum::<usize>()
            + self.cut.map_or(0, |cut| cut.requests_unused)
    }
}

/// The report in a format. Only that for people has colours, and details where they are wanted.
pub fn render(format: ReportFormat, report: &Report, paint: &Paint, verbose: bool) -> String {
    match format {
        ReportFormat::Human => people::report(report, paint, verbose),
        ReportFormat::Json => json::report(report),
        ReportFormat::Jsonl => jsonl::report(report),
        ReportFormat::Nagios => nagios::report(report),
        ReportFormat::Prometheus => prometheus::report(report),
        ReportFormat::Junit => junit::report(report),
        ReportFormat::Sarif => sarif::report(report),
        ReportFormat::Github => github::report(report, paint, verbose),
        ReportFormat::Gitlab => gitlab::report(report),
        ReportFormat::Markdown => markdown::report(report),
        ReportFormat::Tap => tap::report(report),
        ReportFormat::Html => html::report(report),
    }
}

/// The severity of a code: 0 for 1xx, 2xx and 304, 1 for 203 and other 3xx, 2 for 4xx and 5xx.
fn weight_of(subject: Subject) -> Verdict {
    let class = match subject {
        Subject::Code(304) => return Verdict::Healthy,
        Subject::Code(203) => return Verdict::Attention,
        Subject::Code(code) => StatusClass::of(code),
        Subject::StatusClass(class) => Some(class),
        Subject::ErrorClass(_) => Some(StatusClass::ClientError),
        Subject::Failure(_) => None,
        Subject::Product(_) => return Verdict::Healthy,
        Subject::Version(version) => {
            return match version.state {
                VersionStatus::Ended => Verdict::Failing,
                VersionStatus::Beta | VersionStatus::Deprecated => Verdict::Attention,
                VersionStatus::Current | VersionStatus::Unknown => Verdict::Healthy,
            };
        }
        Subject::Rule(rule) => {
            return match rule.severity {
                Severity::Error => Verdict::Failing,
                Severity::Warning => Verdict::Attention,
                Severity::Info => Verdict::Healthy,
            };
        }
    };
    match class {
        Some(StatusClass::Informational | StatusClass::Success) => Verdict::Healthy,
        Some(StatusClass::Redirection) => Verdict::Attention,
        Some(StatusClass::ClientError | StatusClass::ServerError) | None => Verdict::Failing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_weigh_by_their_class() {
        for (code, verdict) in [
            (100, Verdict::Healthy),
            (200, Verdict::Healthy),
            (304, Verdict::Healthy),
            (203, Verdict::Attention),
            (301, Verdict::Attention),
            (403, Verdict::Failing),
            (503, Verdict::Failing),
        ] {
            assert_eq!(weight_of(Subject::Code(code)), verdict, "{code}");
        }
    }
}
