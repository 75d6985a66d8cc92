//! The files by which programs find hosts, as the command is to see them. Pure: texts in, texts out.

use crate::met::hosts::Service;

/// The name that the sandbox answers for. Its aliases cannot be written into a file of hosts, which has no wildcard;
/// they are answered by the [resolver](super::resolver).
const MET: &str = "api.met.no";

/// The file of hosts: MET's name on loopback first, then what the machine has, without other addresses for MET.
///
/// `own_name` is the machine's own name. A JVM and some databases look it up when they start, so it gets a line where
/// the machine's file has none.
pub(super) fn hosts(before: &str, own_name: &str, ipv6: bool) -> String {
    let mut text = format!("127.0.0.1 {MET}\n");
    if ipv6 {
        text += &format!("::1 {MET}\n");
    }
    let mut known = vec![];
    for line in before.lines() {
        let code = line.split('#').next().unwrap_or_default();
        let names: Vec<&str> = code.split_whitespace().skip(1).collect();
        let others: Vec<&str> = names.iter().copied().filter(|name| !is_met(name)).collect();
        if others.len() == names.len() {
            text += line;
            text.push('\n');
        } else if !others.is_empty() {
            let address = code.split_whitespace().next().unwrap_or_default();
            text += &format!("{address} {}\n", others.join(" "));
        }
        known.extend(others);
    }
    for name in ["localhost", own_name.trim()] {
        if !name.is_empty() && !known.iter().any(|known| known.eq_ignore_ascii_case(name)) && !is_met(name) {
            text += &format!("127.0.0.1 {name}\n");
        }
    }
    text
}

/// Whether the sandbox answers for a name.
pub(super) fn is_met(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    Service::of_host(&name) == Service::Met
}

/// The settings of the resolver: the one of the namespace, and no domain to try names in.
pub(super) fn resolv_conf() -> String {
    "nameserver 127.0.0.1\noptions timeout:1 attempts:2\n".to_owned()
}

/// The order in which the C library looks names up: the file of hosts, then the resolver. Other modules (`resolve`,
/// `mdns4`) would ask services outside the namespace.
pub(super) fn nsswitch(before: &str) -> String {
    let is_hosts = |line: &&str| line.split_once(':').is_some_and(|(name, _)| name.trim() == "hosts");
    let mut text: String = before.lines().filter(|line| !is_hosts(line)).map(|line| format!("{line}\n")).collect();
    text += "hosts: files dns\n";
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_replaces_met_and_keeps_other_lines() {
        let before = "127.0.0.1 localhost # own\n157.249.81.141 API.met.no weather aa01.api.met.no\n::1 api.met.no\n";
        let after = hosts(before, "vm\n", true);
        assert_eq!(
            after,
            "127.0.0.1 api.met.no\n::1 api.met.no\n127.0.0.1 localhost # own\n157.249.81.141 weather\n127.0.0.1 vm\n"
        );
    }

    #[test]
    fn hosts_without_a_file_has_the_names_of_the_machine() {
        assert_eq!(hosts("", "vm", false), "127.0.0.1 api.met.no\n127.0.0.1 localhost\n127.0.0.1 vm\n");
        assert_eq!(hosts("127.0.1.1 VM localhost", "vm", false), "127.0.0.1 api.met.no\n127.0.1.1 VM localhost\n");
    }

    #[test]
    fn similar_names_are_not_met() {
        for name in ["met.no", "xapi.met.no", "api.met.no.example", "www.met.no"] {
            assert!(!is_met(name), "{name}");
        }
        assert!(is_met("AA01.API.met.no."));
    }

    #[test]
    fn nsswitch_replaces_the_line_of_hosts_alone() {
        let before =
            "passwd: files systemd\nhosts:  files resolve [!UNAVAIL=return] dns\nnetworks: files\n# hosts: x\n";
        assert_eq!(nsswitch(before), "passwd: files systemd\nnetworks: files\n# hosts: x\nhosts: files dns\n");
        assert_eq!(nsswitch(""), "hosts: files dns\n");
    }
}
