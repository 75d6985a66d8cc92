//! Whose process is at the other end of a connection over loopback, by the tables of Linux.

use std::net::SocketAddr;

/// The tables of connections: a client with an IPv6 socket is in the second one, also when it connects to IPv4.
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];

/// The number of the user whose process has connected from `client` to `server`; `None` where that is not known.
pub(super) fn owner(client: SocketAddr, server: SocketAddr) -> Option<u32> {
    let table = |path: &&str| std::fs::read_to_string(path).ok();
    TABLES.iter().filter_map(table).find_map(|table| owner_in(&table, client.port(), server.port()))
}

/// The user of the connection between two ports in a table. Ports are unique on loopback, where no other machine is.
fn owner_in(table: &str, client: u16, server: u16) -> Option<u32> {
    let port = |address: &str| u16::from_str_radix(address.rsplit(':').next()?, 16).ok();
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (local, remote, user) = (fields.get(1)?, fields.get(2)?, fields.get(7)?);
        let is_it =
            port(local) == Some(client) && port(remote) == Some(server) && is_loopback(local) && is_loopback(remote);
        is_it.then(|| user.parse().ok()).flatten()
    })
}

/// Whether an address in a table is one of loopback: 127.0.0.0/8 by itself or in IPv6, or ::1. Numbers are in the order of
/// the machine, which is little-endian on all that Rust's Linux targets commonly are; on others none is found.
fn is_loopback(address: &str) -> bool {
    let host = address.split(':').next().unwrap_or_default();
    let v4 = host.strip_prefix("0000000000000000FFFF0000").unwrap_or(host);
    (v4.len() == 8 && v4.ends_with("7F")) || host == "00000000000000000000000001000000"
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    #[test]
    fn owner_is_found_by_both_ports() {
        let table = format!(
            "{HEAD}   0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 1 1 x\n   \
             1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 x\n"
        );
        assert_eq!(owner_in(&table, 0xC350, 0x1F90), Some(1000));
        assert_eq!(owner_in(&table, 0xC350, 0x1F91), None);
        assert_eq!(owner_in("", 1, 2), None);
    }

    #[test]
    fn addresses_of_other_machines_are_not_loopback() {
        let mapped = "0000000000000000FFFF00000100007F";
        let table = format!(
            "{HEAD}  0: {mapped}:C350 {mapped}:1F90 01 0:0 00:0 0  7 0 2 1 x\n 1: 0A00000A:0001 0100007F:0002 01 0:0 0:0 0 9 0 1\n"
        );
        assert_eq!(owner_in(&table, 0xC350, 0x1F90), Some(7));
        assert_eq!(owner_in(&table, 1, 2), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn own_connection_belongs_to_this_user() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = listener.local_addr().unwrap();
        let client = std::net::TcpStream::connect(server).unwrap();
        let own = rustix::process::geteuid().as_raw();
        assert_eq!(owner(client.local_addr().unwrap(), server), Some(own));
    }
}
