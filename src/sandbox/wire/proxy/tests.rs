//! The proxy, by real connections on loopback.

use super::*;

/// A server on loopback that answers each connection with its name and what came.
fn echo(name: &'static str) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut bytes = vec![0; 4096];
                let length = stream.read(&mut bytes).unwrap_or(0);
                let _ = stream.write_all(&[name.as_bytes(), b"|", &bytes[..length]].concat());
            });
        }
    });
    address
}

fn proxy() -> Proxy {
    let sandbox = Sandbox { https: echo("https"), http: echo("http") };
    Proxy::start(sandbox, "secret".into(), None).unwrap()
}

const AUTHORIZATION: &str = "Proxy-Authorization: Basic bWV0c3RhdHVzOnNlY3JldA==\r\n";

/// Sends a head, then, after a 200, some bytes; returns all that came.
fn exchange(proxy: &Proxy, head: &str, then: &str) -> String {
    let mut client = TcpStream::connect(proxy.address).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    client.write_all(head.as_bytes()).unwrap();
    let mut text = String::new();
    let mut bytes = [0; 4096];
    if !then.is_empty() {
        let length = client.read(&mut bytes).unwrap();
        text += std::str::from_utf8(&bytes[..length]).unwrap();
        client.write_all(then.as_bytes()).unwrap();
    }
    client.shutdown(Shutdown::Write).unwrap();
    client.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn without_the_password_nothing_is_reached() {
    let proxy = proxy();
    for given in ["", "Proxy-Authorization: Basic bWV0c3RhdHVzOnNlY3JldB==\r\n", "Proxy-Authorization: x\r\n"] {
        for line in ["CONNECT api.met.no:443", "GET http://api.met.no/", "CONNECT 127.0.0.1:1", "GET /"] {
            let text = exchange(&proxy, &format!("{line} HTTP/1.1\r\n{given}\r\n"), "");
            assert!(text.starts_with("HTTP/1.1 407 "), "{line}: {text}");
            assert!(text.contains("Proxy-Authenticate: Basic"), "{text}");
        }
    }
    assert_eq!(proxy.refused(), 12);
}

#[test]
fn password_may_follow_on_the_same_connection() {
    let proxy = proxy();
    let head = "CONNECT api.met.no:443 HTTP/1.1\r\n\r\n";
    let text = exchange(&proxy, head, &format!("CONNECT api.met.no:443 HTTP/1.1\r\n{AUTHORIZATION}\r\nhello"));
    assert!(text.starts_with("HTTP/1.1 407 ") && text.ends_with("https|hello"), "{text}");
}

#[test]
fn tunnels_to_met_and_its_aliases_end_in_the_sandbox() {
    let proxy = proxy();
    for (target, wanted) in [("api.met.no:443", "https"), ("AA01.api.met.no:443", "https"), ("api.met.no:80", "http")] {
        let text = exchange(&proxy, &format!("CONNECT {target} HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "hello");
        assert!(text.starts_with("HTTP/1.1 200 ") && text.ends_with(&format!("{wanted}|hello")), "{target}: {text}");
    }
    assert_eq!(proxy.elsewhere(), 0);
}

#[test]
fn tunnels_to_other_hosts_are_left_alone() {
    let (proxy, other) = (proxy(), echo("other"));
    let text = exchange(&proxy, &format!("CONNECT {other} HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "hello");
    assert!(text.ends_with("other|hello"), "{text}");
    assert_eq!(proxy.elsewhere(), 1);
}

#[test]
fn whole_url_is_forwarded_as_the_path_without_the_password() {
    let proxy = proxy();
    let head = format!(
        "GET http://api.met.no/weatherapi/x?lat=1 HTTP/1.1\r\nHost: api.met.no\r\nuser-AGENT:  x y\r\n{AUTHORIZATION}\
         Proxy-Connection: keep-alive\r\n\r\n"
    );
    let wanted = "http|GET /weatherapi/x?lat=1 HTTP/1.1\r\nHost: api.met.no\r\nuser-AGENT:  x y\r\n\
                  Connection: close\r\n\r\n";
    assert_eq!(exchange(&proxy, &head, ""), wanted);
    let other = echo("other");
    let text = exchange(&proxy, &format!("GET http://{other}?q HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "");
    assert!(text.starts_with("other|GET /?q HTTP/1.1\r\n") && !text.contains("Basic"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn own_port_lets_own_processes_in_without_the_password() {
    let mut proxy = proxy();
    proxy.address.set_port(proxy.own_port().unwrap());
    let text = exchange(&proxy, "CONNECT api.met.no:443 HTTP/1.1\r\n\r\n", "hello");
    assert!(text.ends_with("https|hello"), "{text}");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let counts = Arc::new(Counts::default());
    let sandbox = Sandbox { https: proxy.address, http: proxy.address };
    let open = AtomicUsize::new(0);
    let shared = Shared { sandbox, upstream: None, authorization: "x".into(), counts, open };
    let nobody_else = Door::Owner(rustix::process::geteuid().as_raw() + 1);
    serve(listener.accept().unwrap().0, &shared, nobody_else).unwrap();
    let mut text = String::new();
    client.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 403 "), "{text}");
}

#[test]
fn other_hosts_are_asked_through_the_proxy_of_the_environment() {
    let sandbox = Sandbox { https: echo("https"), http: echo("http") };
    let upstream = Upstream::parse(&format!("http://u:p@{}", echo("upstream")));
    let proxy = Proxy::start(sandbox, "secret".into(), upstream).unwrap();
    let text = exchange(&proxy, &format!("CONNECT example.org:443 HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "");
    assert_eq!(
        text,
        "upstream|CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\
         Proxy-Authorization: Basic dTpw\r\n\r\n"
    );
    let text = exchange(&proxy, &format!("GET http://example.org/x HTTP/1.1\r\nA: b\r\n{AUTHORIZATION}\r\n"), "");
    assert_eq!(
        text,
        "upstream|GET http://example.org/x HTTP/1.1\r\nA: b\r\nConnection: close\r\n\
         Proxy-Authorization: Basic dTpw\r\n\r\n"
    );
    let text = exchange(&proxy, &format!("CONNECT api.met.no:443 HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "hello");
    assert!(text.ends_with("https|hello"), "{text}");
}

#[test]
fn garbage_gets_a_400_or_is_dropped() {
    let proxy = proxy();
    for head in ["\r\n\r\n", "x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}"] {
        let text = exchange(&proxy, head, "");
        assert!(text.is_empty() || text.starts_with("HTTP/1.1 4"), "{head:?}: {text}");
    }
    let long = format!("GET http://api.met.no/{} HTTP/1.1\r\n", "a".repeat(MAX_HEAD + 10));
    assert!(exchange(&proxy, &long, "").starts_with("HTTP/1.1 400 "));
    let asked = ["GET / ", "GET https://api.met.no/ ", "CONNECT api.met.no ", "CONNECT :443 "];
    for line in asked {
        let text = exchange(&proxy, &format!("{line}HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "");
        assert!(text.starts_with("HTTP/1.1 400 "), "{line}: {text}");
    }
}
