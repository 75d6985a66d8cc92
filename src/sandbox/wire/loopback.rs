//! Brings up the loopback device of a new network namespace, by one message over netlink (rtnetlink(7)).

use std::io;

use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, sendto, socket_with};

/// Loopback is the first device of every network namespace.
const INDEX: i32 = 1;
const RTM_NEWLINK: u16 = 16;
const NLM_F_REQUEST: u16 = 1;
const NLM_F_ACK: u16 = 4;
const NLMSG_ERROR: u16 = 2;
const IFF_UP: u32 = 1;
/// Bytes of a message: the header of netlink, and `struct ifinfomsg`.
const LENGTH: usize = 32;

/// Brings loopback up; the kernel gives it its addresses then.
///
/// # Errors
/// When the kernel refuses.
pub(super) fn bring_up() -> io::Result<()> {
    // Without a protocol it is NETLINK_ROUTE.
    let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)?;
    sendto(&socket, &request(), SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;
    let mut reply = [0_u8; 512];
    let (_, length) = recv(&socket, &mut reply, RecvFlags::empty())?;
    match error_number(&reply[..length]) {
        Some(0) => Ok(()),
        Some(number) => Err(io::Error::from_raw_os_error(number)),
        None => Err(io::Error::new(io::ErrorKind::InvalidData, "netlink did not acknowledge")),
    }
}

fn request() -> [u8; LENGTH] {
    let mut message = [0; LENGTH];
    let mut put = |at: usize, bytes: &[u8]| message[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &32_u32.to_ne_bytes());
    put(4, &RTM_NEWLINK.to_ne_bytes());
    put(6, &(NLM_F_REQUEST | NLM_F_ACK).to_ne_bytes());
    put(20, &INDEX.to_ne_bytes());
    put(24, &IFF_UP.to_ne_bytes());
    // Which of the flags are to change.
    put(28, &IFF_UP.to_ne_bytes());
    message
}

/// The number of the error in an acknowledgement: 0 for success.
fn error_number(reply: &[u8]) -> Option<i32> {
    let kind = u16::from_ne_bytes(reply.get(4..6)?.try_into().ok()?);
    let number = i32::from_ne_bytes(reply.get(16..20)?.try_into().ok()?);
    (kind == NLMSG_ERROR).then(|| number.saturating_neg())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acknowledgement_is_success_or_an_error() {
        let reply = |kind: u16, number: i32| {
            let mut bytes = [0; 36];
            bytes[4..6].copy_from_slice(&kind.to_ne_bytes());
            bytes[16..20].copy_from_slice(&number.to_ne_bytes());
            bytes
        };
        assert_eq!(error_number(&reply(NLMSG_ERROR, 0)), Some(0));
        assert_eq!(error_number(&reply(NLMSG_ERROR, -1)), Some(1));
        assert_eq!(error_number(&reply(3, 0)), None);
        assert_eq!(error_number(&[0; 10]), None);
    }
}
