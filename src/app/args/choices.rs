//! What may be chosen by a word.

use clap::ValueEnum;

/// When to repeat a request with a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReplayChoice {
    /// Immediately, after a success with Last-Modified
    #[default]
    Now,
    /// When the response has expired, as MET's Terms of Service require
    Wait,
    /// Not at all
    Never,
}

/// When to read the product's changelog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ChangelogChoice {
    /// After 203, and after a 404 that the product table does not explain
    #[default]
    Auto,
    /// After every response except 429 and 5xx
    Always,
    /// Not at all
    Never,
}

/// When to send control requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ControlsWhen {
    /// After a refusal by MET that they can explain, at most two
    #[default]
    Auto,
    /// Not at all
    Never,
}

/// The certificate authorities to trust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RootsChoice {
    /// Those of the operating system, or of SSL_CERT_FILE
    #[default]
    Platform,
    /// Those built into metstatus (Mozilla's)
    Bundled,
}

/// When to write hyperlinks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LinksWhen {
    /// With colour, on a terminal that is known to support them
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A shell that has a completion script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash, with the package bash-completion
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// Elvish
    Elvish,
    /// PowerShell
    #[value(name = "powershell", alias = "pwsh")]
    Pwsh,
}
