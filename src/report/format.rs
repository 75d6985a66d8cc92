//! The formats of a report.

use std::fmt;

/// The formats of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// Text for people.
    #[default]
    Human,
    /// One JSON document, described by its schema.
    Json,
    /// One such document a line and target.
    Jsonl,
    /// The output of a monitoring plugin.
    Nagios,
    /// Metrics in the text format of Prometheus.
    Prometheus,
    /// Test results as XML.
    Junit,
    /// Static analysis results, version 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// Markdown, for summaries and comments.
    Markdown,
    /// Test results in the Test Anything Protocol, version 13.
    Tap,
    /// A page with charts, of traffic over time.
    Html,
}

impl ReportFormat {
    /// Every format, in the order of the manual.
    pub const ALL: [Self; 12] = [
        Self::Human,
        Self::Json,
        Self::Jsonl,
        Self::Nagios,
        Self::Prometheus,
        Self::Junit,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Markdown,
        Self::Tap,
        Self::Html,
    ];

    /// The name, as it is typed.
    pub fn as_str(self) -> &'static str {
        self.described().0
    }

    /// What it is, in the words of the help.
    pub fn help(self) -> &'static str {
        self.described().1
    }

    fn described(self) -> (&'static str, &'static str) {
        match self {
            Self::Human => ("human", "Text for people"),
            Self::Json => ("json", "One JSON document, described by a schema"),
            Self::Jsonl => ("jsonl", "One JSON document per line and target"),
            Self::Nagios => ("nagios", "Monitoring plugin output"),
            Self::Prometheus => ("prometheus", "Metrics in Prometheus text format"),
            Self::Junit => ("junit", "JUnit test results (XML)"),
            Self::Sarif => ("sarif", "SARIF 2.1.0 static analysis results"),
            Self::Github => ("github", "GitHub Actions annotations"),
            Self::Gitlab => ("gitlab", "GitLab Code Quality report"),
            Self::Markdown => ("markdown", "Markdown, for summaries and comments"),
            Self::Tap => ("tap", "Test results in the Test Anything Protocol, version 13"),
            Self::Html => ("html", "A page with charts, for audit and sandbox"),
        }
    }
}

impl fmt::Display for ReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
