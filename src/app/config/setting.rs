//! A setting of a file, and the file.

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileOwner {
    /// The user's own.
    User,
    /// The one that `METSTATUS_CONFIG` names, in place of the user's own.
    Named,
    /// The project's, which others may have written.
    Project,
}

impl FileOwner {
    /// The name in reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Named => "environment",
            Self::Project => "project",
        }
    }
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It was read.
    Read,
    /// There is none.
    Absent,
    /// It is not used, for this reason.
    Ignored(String),
}

/// A file of settings, where one is looked for.
#[derive(Clone, Debug)]
pub(crate) struct ConfigFile {
    /// Whose it is.
    pub(crate) role: FileOwner,
    /// Where it is, or would be, safe to show.
    pub(crate) shown: String,
    /// What came of it.
    pub(crate) found: Found,
}

/// One setting of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// The long name of the option.
    pub(crate) name: String,
    /// The values as they would be typed; a flag has `true` or `false`.
    pub(crate) values: Vec<String>,
    /// The line, from 1.
    pub(crate) line: usize,
}
