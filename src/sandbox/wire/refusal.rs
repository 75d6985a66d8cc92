//! Why a system does not allow namespaces, in words, and the way out. Pure: it is given what the system says.

use crate::error::UsageError;

/// What is done to enter namespaces, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetupStep {
    /// Making a folder.
    Folder,
    /// Making them.
    Unshare,
    /// Mapping the user into the new user namespace.
    Map,
    /// Mounting files.
    Mount,
    /// Bringing loopback up.
    Loopback,
    /// Listening on ports 53, 80 and 443.
    Ports,
}

impl SetupStep {
    fn what(self) -> &'static str {
        match self {
            Self::Folder => "making a temporary folder",
            Self::Unshare => "making namespaces",
            Self::Map => "mapping the user into a namespace",
            Self::Mount => "mounting files in a namespace",
            Self::Loopback => "starting the loopback network of a namespace",
            Self::Ports => "listening on the ports of a namespace",
        }
    }
}

/// What the system says that bears on a refusal.
#[derive(Clone, Debug)]
pub(super) struct SystemLimits {
    /// What was refused.
    pub step: SetupStep,
    /// The error of the system.
    pub error: String,
    /// Whether the user is root.
    pub is_root: bool,
    /// Whether AppArmor keeps rights from user namespaces (Ubuntu since 23.10): sysctl
    /// `kernel.apparmor_restrict_unprivileged_userns`.
    pub apparmor_restricts: bool,
    /// Whether only root may make them (Debian): sysctl `kernel.unprivileged_userns_clone`.
    pub clone_forbidden: bool,
    /// How many there may be: sysctl `user.max_user_namespaces`.
    pub most_namespaces: Option<u64>,
    /// Whether a filter of system calls is in force.
    pub has_seccomp: bool,
    /// Whether this is a container of Docker or Podman.
    pub is_container: bool,
}

/// The cause and the way out.
pub(super) fn explain(facts: &SystemLimits) -> UsageError {
    if facts.step == SetupStep::Folder {
        return UsageError::new(format!("{}: {}", facts.step.what(), facts.error))
            .help("set TMPDIR to a folder that can be written");
    }
    let (cause, help) = cause(facts);
    UsageError::new(format!("namespaces are not allowed here: {cause} ({}: {})", facts.step.what(), facts.error))
        .help(help)
}

fn cause(facts: &SystemLimits) -> (&'static str, &'static str) {
    if facts.most_namespaces == Some(0) {
        return (
            "the sysctl user.max_user_namespaces is 0",
            "raise it (sudo sysctl user.max_user_namespaces=10000), or use --wire env",
        );
    }
    if facts.is_container || (facts.has_seccomp && facts.is_root) {
        return (
            "the container's seccomp filter or its missing capabilities forbid them, as Docker's defaults do",
            "start the container with --cap-add SYS_ADMIN --security-opt apparmor=unconfined, or use --wire env",
        );
    }
    if facts.apparmor_restricts && !facts.is_root {
        return (
            "AppArmor keeps them from programs without a profile, as on Ubuntu since 23.10",
            "run metstatus under sudo, or sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or use --wire env",
        );
    }
    if facts.clone_forbidden && !facts.is_root {
        return (
            "the sysctl kernel.unprivileged_userns_clone is 0",
            "run metstatus under sudo, or sudo sysctl kernel.unprivileged_userns_clone=1, or use --wire env",
        );
    }
    if facts.has_seccomp {
        return ("a seccomp filter forbids them", "run metstatus outside of it, or use --wire env");
    }
    ("the system refused", "use --wire env")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: SystemLimits = SystemLimits {
        step: SetupStep::Unshare,
        error: String::new(),
        is_root: false,
        apparmor_restricts: false,
        clone_forbidden: false,
        most_namespaces: Some(96_365),
        has_seccomp: false,
        is_container: false,
    };

    #[test]
    fn each_cause_is_named_with_its_way_out() {
        let cases = [
            (SystemLimits { apparmor_restricts: true, step: SetupStep::Map, ..FREE }, "AppArmor", "sudo"),
            (SystemLimits { clone_forbidden: true, ..FREE }, "unprivileged_userns_clone is 0", "=1"),
            (SystemLimits { most_namespaces: Some(0), is_root: true, ..FREE }, "max_user_namespaces is 0", "=10000"),
            (
                SystemLimits { is_container: true, is_root: true, has_seccomp: true, ..FREE },
                "Docker",
                "--cap-add SYS_ADMIN",
            ),
            (SystemLimits { has_seccomp: true, ..FREE }, "a seccomp filter", "outside"),
            (FREE, "the system refused", "--wire env"),
        ];
        for (facts, cause, help) in cases {
            let error = explain(&facts);
            assert!(error.reason.contains(cause), "{}", error.reason);
            let shown = error.help.unwrap();
            assert!(shown.contains(help) && shown.contains("--wire env"), "{shown}");
        }
    }

    #[test]
    fn root_is_not_sent_to_sudo() {
        let facts = SystemLimits { is_root: true, apparmor_restricts: true, clone_forbidden: true, ..FREE };
        assert!(!explain(&facts).help.unwrap().contains("sudo"));
    }

    #[test]
    fn step_and_the_error_are_shown() {
        let facts = SystemLimits { step: SetupStep::Loopback, error: "Operation not permitted".into(), ..FREE };
        let reason = explain(&facts).reason;
        assert!(reason.contains("loopback") && reason.contains("Operation not permitted"), "{reason}");
    }
}
