use crate::support::run::*;
use crate::support::server::*;
use crate::support::tls::Authority;
use std::time::SystemTime;

fn doc(now: SystemTime, lm: &str, extra: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\nServer: nginx\nDate: {}\nContent-Type: application/json\nExpires: {}\nLast-Modified: {lm}\n{extra}\n{{\"a\":1}}",
        http_date(now),
        http_date(now + std::time::Duration::from_secs(1860))
    )
}

#[test]
fn trial() {
    let authority = Authority::new();
    let identity = authority.identity(&["api.met.no"]);
    let now = SystemTime::now();
    let lm = http_date(now);
    let server = Server::https(
        &identity,
        [
            Reply::text(doc(now, &lm, "")).with_gzip(),
            Reply::text(format!(
                "HTTP/1.1 304 Not Modified\nDate: {}\nExpires: {}\n\n",
                http_date(now),
                http_date(now + std::time::Duration::from_secs(1860))
            )),
        ],
    );
    let url = server.url_for("api.met.no", "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58");
    let pem = authority.pem_file();
    let ran = metstatus([
        "-v",
        "--contact",
        CONTACT,
        "--cacert",
        pem.to_str().unwrap(),
        "--resolve",
        &server.resolve("api.met.no"),
        &url,
    ]);
    println!("{}\n{}", ran.stdout, ran.stderr);
    println!("{:#?}", server.requests().iter().map(|r| r.head.clone()).collect::<Vec<_>>());
    println!("conns {} hs {}", server.connections(), server.handshakes());
    assert_eq!(ran.code, 0);
}

#[test]
fn trial403() {
    let server = Server::http([Reply::text(
        "HTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\nRetry-After: 60\n\n<html><body><h1>403</h1>go away</body></html>",
    )]);
    let url = server.url_for("api.met.no", "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58");
    let ran = metstatus(["-A", "okhttp/4.1", "--resolve", &server.resolve("api.met.no"), &url]);
    println!("{}\n{}", ran.stdout, ran.stderr);
    let ran = metstatus(["http://127.0.0.1:1/"]);
    println!("{}\n{}", ran.stdout, ran.stderr);
    let ran = metstatus(["http://no-such-host.invalid/"]);
    println!("{}\n{}", ran.stdout, ran.stderr);
    let ran = metstatus(["locationforecast/2.0/compact?lat=60.1"]);
    println!("{}\n{}", ran.stdout, ran.stderr);
}
