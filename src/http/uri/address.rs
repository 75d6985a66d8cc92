//! Addresses: what a host's text means as an address, and from where that can be reached.
//!
//! The author of a redirect chooses the notation, so every one which a resolver understands is understood here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// From where an address can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// From everywhere.
    Public,
    /// From this machine.
    Machine,
    /// From machines on the same link, among them the metadata services of clouds.
    Link,
    /// From within some network.
    Site,
}

impl Reach {
    /// Whether an answer from here may send its reader on to there: outside, or to where it is itself.
    pub fn may_lead_to(self, other: Self) -> bool {
        other == Self::Public || other == self
    }
}

/// The address that the host of a URL is, where it is one and no name: in brackets, with the dot that ends a name, and
/// in the notations of inet_aton(3), where `127.1`, `0x7f000001` and `2130706433` are `127.0.0.1`.
pub(crate) fn of_host(host: &str) -> Option<IpAddr> {
    if let Some(v6) = host.strip_prefix('[') {
        let v6 = v6.strip_suffix(']')?;
        // A zone names an interface of this machine, and leaves the address what it is (RFC 6874).
        return v6.split('%').next()?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    host.parse().ok().or_else(|| parse_inet_aton(host).map(IpAddr::V4))
}

/// One to four numbers, the last of which fills what is left of the 32 bits.
fn parse_inet_aton(host: &str) -> Option<Ipv4Addr> {
    let numbers = host.split('.').map(number).collect::<Option<Vec<u64>>>()?;
    let (last, bytes) = numbers.split_last()?;
    let places = 4_usize.checked_sub(bytes.len())?;
    if places == 0 || bytes.iter().any(|byte| *byte > 255) || *last >= 1 << (8 * places) {
        return None;
    }
    let high = bytes.iter().enumerate().map(|(at, byte)| byte << (8 * (3 - at))).sum::<u64>();
    u32::try_from(high + last).ok().map(Ipv4Addr::from_bits)
}

/// A number in hexadecimal, octal or decimal digits, as C writes them.
fn number(text: &str) -> Option<u64> {
    let (digits, base) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    is_number.then(|| u64::from_str_radix(digits, base).ok())?
}

/// Whether a name means this machine in every resolver (RFC 6761 §6.3), or in the usual file of hosts.
pub fn is_local_name(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let usual = [
        "localhost",
        "localhost.localdomain",
        "localhost6",
        "localhost6.localdomain6",
        "ip6-localhost",
        "ip6-loopback",
    ];
    usual.contains(&host.as_str()) || host.ends_with(".localhost")
}

/// Whether an address belongs to the public Internet.
pub fn is_public(ip: IpAddr) -> bool {
    reach(ip) == Reach::Public
}

/// From where an address can be reached (RFC 6890 and the registries of IANA for special purposes).
pub fn reach(ip: IpAddr) -> Reach {
    match ip {
        IpAddr::V4(v4) => reach_of_v4(v4),
        IpAddr::V6(v6) => embedded_ipv4(v6).map_or_else(|| reach_of_v6(v6), reach_of_v4),
    }
}

fn reach_of_v4(v4: Ipv4Addr) -> Reach {
    let [a, b, c, _] = v4.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let benchmark = a == 198 && (b == 18 || b == 19);
    match v4 {
        // 0.0.0.0 connects to this machine.
        _ if v4.is_loopback() || a == 0 => Reach::Machine,
        _ if v4.is_link_local() => Reach::Link,
        _ if a >= 224 || v4.is_private() || v4.is_documentation() || shared || protocol || benchmark => Reach::Site,
        _ => Reach::Public,
    }
}

/// The IPv4 address to which packets for this one go in the end: mapped, compatible, by NAT64 (RFC 6052) or by 6to4
/// (RFC 3056).
fn embedded_ipv4(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let low = || Ipv4Addr::from_bits(u32::try_from(v6.to_bits() & 0xffff_ffff).unwrap_or_default());
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => Some(low()),
        [0x2002, high, low, ..] => Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))),
        _ => None,
    }
}

fn reach_of_v6(v6: Ipv6Addr) -> Reach {
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Reach::Machine,
        [first, ..] if first & 0xffc0 == 0xfe80 => Reach::Link,
        // Unique local, site-local and multicast; local NAT64 (RFC 8215); discarding (RFC 6666).
        [first, ..] if first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfec0 || first >= 0xff00 => Reach::Site,
        [0x64, 0xff9b, 1, ..] | [0x100, 0, 0, 0 | 1, ..] => Reach::Site,
        // Protocols, Teredo and benchmarks among them (RFC 2928); documentation (RFC 3849, RFC 9637); SRv6 (RFC 9602).
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => Reach::Site,
        [0x3fff, second, ..] if second < 0x1000 => Reach::Site,
        [0x5f00, ..] => Reach::Site,
        _ => Reach::Public,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(host: &str) -> Option<Reach> {
        of_host(host).map(reach)
    }

    #[test]
    fn every_notation_of_an_address_is_that_address() {
        for host in [
            "127.0.0.1",
            "127.0.0.1.",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0X7F.1",
            "017700000001",
            "0177.0.0.1",
            "127.000.000.001",
            "0x7f.0.0x0.01",
        ] {
            assert_eq!(of_host(host), Some(Ipv4Addr::LOCALHOST.into()), "{host}");
        }
        for host in ["[::1]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]"] {
            assert_eq!(of_host(host), Some(Ipv6Addr::LOCALHOST.into()), "{host}");
        }
        for name in [
            "",
            ".",
            "1.2.3.4.5",
            "256.1.1.1",
            "1.2.3.256",
            "4294967296",
            "1.16777216",
            "08.1.1.1",
            "0x",
            "0xg",
            "1..2",
            "-1",
            "+1",
            "api.met.no",
            "12a",
            "[1.2.3.4]",
            "[::1",
        ] {
            assert_eq!(of_host(name), None, "{name}");
        }
    }

    #[test]
    fn address_is_as_private_as_what_it_carries() {
        for (reach, hosts) in [
            (
                Reach::Machine,
                &[
                    "127.9.9.9",
                    "0",
                    "0.1.2.3",
                    "[::]",
                    "[::1]",
                    "[::ffff:127.0.0.1]",
                    "[::127.0.0.1]",
                    "[64:ff9b::7f00:1]",
                    "[2002:7f00:1::9]",
                ][..],
            ),
            (
                Reach::Link,
                &[
                    "169.254.169.254",
                    "2852039166",
                    "[fe80::1]",
                    "[febf::1]",
                    "[::ffff:169.254.0.1]",
                    "[64:ff9b::a9fe:a9fe]",
                    "[2002:a9fe:a9fe::1]",
                ],
            ),
            (
                Reach::Site,
                &[
                    "10.1",
                    "172.31.1.1",
                    "192.168.0.1",
                    "100.64.0.1",
                    "192.0.0.8",
                    "198.19.0.1",
                    "203.0.113.1",
                    "224.0.0.1",
                    "255.255.255.255",
                    "[fd00::1]",
                    "[fec0::1]",
                    "[ff02::1]",
                    "[::ffff:10.0.0.1]",
                    "[::10.0.0.1]",
                    "[2002:a00:1::]",
                    "[64:ff9b:1::1]",
                    "[100::1]",
                    "[2001::1]",
                    "[2001:db8::1]",
                    "[3fff::1]",
                    "[5f00::1]",
                ],
            ),
            (
                Reach::Public,
                &[
                    "8.8.8.8",
                    "172.32.0.1",
                    "100.128.0.1",
                    "157.249.72.1",
                    "[2606:4700::1]",
                    "[2001:700::1]",
                    "[::ffff:8.8.8.8]",
                    "[64:ff9b::808:808]",
                    "[2002:808:808::1]",
                ],
            ),
        ] {
            for host in hosts {
                assert_eq!(reached(host), Some(reach), "{host}");
            }
        }
    }

    #[test]
    fn response_leads_outside_or_to_where_it_is() {
        use Reach::{Link, Machine, Public, Site};
        for from in [Public, Machine, Link, Site] {
            for to in [Public, Machine, Link, Site] {
                assert_eq!(from.may_lead_to(to), to == Public || to == from, "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn names_of_this_machine_are_known() {
        for name in ["localhost", "LOCALHOST.", "a.localhost", "ip6-localhost", "localhost.localdomain"] {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["localhost.no", "mylocalhost", "api.met.no"] {
            assert!(!is_local_name(name), "{name}");
        }
    }
}
