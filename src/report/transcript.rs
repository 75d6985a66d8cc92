//! What `-v` shows of each exchange: the request and the response field by field, in the manner of curl -v, and where
//! the time went.

use std::time::Duration;

use super::number::thousands;
use super::paint::Paint;
use crate::evidence::{Condition, ControlVariant, Exchange, Request, Role, Timing, TlsSession};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::text::count::{counted, one_or_many};
use crate::text::secret::{redact_field, redact_host, redact_urls};

/// A request and its response.
pub(super) fn exchange(number: usize, exchange: &Exchange, paint: Paint<'_>) -> String {
    let mut out = format!("{}\n", Paint::bold(&format!("request {number}, {}", purpose(exchange))));
    if exchange.live {
        out.push_str(&format!("* sent at {}\n", time(exchange.sent_at, paint)));
    }
    if let Some(request) = &exchange.request {
        out.push_str(&request_line(request, exchange));
        for field in &request.fields {
            out.push_str(&format!("> {}: {}\n", field.name, redact_field(&field.name, &field.value)));
        }
    }
    if let Some(response) = &exchange.response {
        let status = Paint::styled(Paint::status(response.head.status), &response.head.status.to_string());
        out.push_str(&format!("< {} {status} {}\n", response.head.version, response.head.reason));
        for field in &response.head.fields {
            out.push_str(&format!("< {}: {}\n", field.name, redact_field(&field.name, &field.value)));
        }
    }
    if let Some(failure) = &exchange.failure {
        out.push_str(&format!("* failed in phase {}: {}\n", failure.phase, redact_urls(&failure.detail.clipped(300))));
    }
    if exchange.live {
        out.extend(remarks(exchange).into_iter().map(|remark| paint.item("*", &remark, 0)));
        out.push_str(&bars(&exchange.timing, paint));
    }
    out
}

/// The request line. What this program sent is shown as it was; of a capture the whole address is worth more.
fn request_line(request: &Request, exchange: &Exchange) -> String {
    let url = request.url.as_ref();
    let shown = url.map_or_else(String::new, Url::to_string);
    let through = exchange.connection.proxy.is_some() && url.is_some_and(|url| url.scheme().as_str() == "http");
    let after_scheme = shown.split_once("://").map_or("", |(_, rest)| rest);
    match (exchange.live, url) {
        (true, Some(url)) => {
            let target = after_scheme.find(['/', '?']).and_then(|at| after_scheme.get(at..)).unwrap_or("/");
            // A proxy for http gets the whole address.
            let target = if through { shown.as_str() } else { target };
            let own_host = request.fields.contains("host");
            let port =
                if url.port() == url.scheme().default_port() { String::new() } else { format!(":{}", url.port()) };
            let host = format!("> Host: {}{port}\n", redact_host(&url.host()));
            format!("> {} {target} HTTP/1.1\n{}", request.method, if own_host { "" } else { &host })
        }
        _ => format!("> {} {shown}\n", request.method),
    }
}

fn purpose(exchange: &Exchange) -> &'static str {
    match exchange.role {
        Role::First => "the target",
        Role::Redirect => "the redirect's target",
        Role::Replay(Condition::ModifiedSince) => "again with If-Modified-Since, to check caching",
        Role::Replay(Condition::RepeatAfterChange) => "once more, because the data had changed in between",
        Role::Replay(Condition::EntityTag) => "again with If-None-Match, to check the entity tag",
        Role::Changelog if exchange.shared => "the product's changelog, as fetched for another target of this run",
        Role::Changelog => "the product's changelog, for what the status does not say",
        Role::Control(ControlVariant::Identity) => {
            "again with metstatus's own User-Agent, to find out whether the client's is refused"
        }
        Role::Control(ControlVariant::OlderDate) => "again with a date one day older, which must return the full body",
        Role::Control(ControlVariant::IdentityAndCoordinates) => {
            "again with metstatus's own User-Agent and four decimals, to find out whether either is refused"
        }
        Role::Control(ControlVariant::Coordinates) => "again with four decimals, to find out whether more are refused",
    }
}

/// What there is to know of the connection and of the size.
fn remarks(exchange: &Exchange) -> Vec<String> {
    let connection = &exchange.connection;
    let mut remarks = Vec::new();
    let proxy = connection.proxy.as_ref().map(|proxy| format!(" through the proxy {proxy}")).unwrap_or_default();
    remarks.extend(connection.peer.map(|peer| match connection.reused {
        true => format!("same connection to {peer}{proxy}"),
        false => format!("connection to {peer}{proxy}"),
    }));
    remarks.extend(connection.tls.as_ref().map(|tls| session(tls, exchange.sent_at)));
    remarks.extend(exchange.response.as_ref().map(|response| {
        let received = response.body.wire_bytes.map(thousands).unwrap_or_default();
        let decoded = thousands(response.body.decoded_len() as u64);
        let bytes = one_or_many(response.body.wire_bytes.unwrap_or(0), "byte", "bytes");
        format!("{received} {bytes} of content, {decoded} decoded")
    }));
    remarks
}

/// The version, the cipher suite, and who issued the certificate until when.
fn session(tls: &TlsSession, now: Timestamp) -> String {
    let issuer = tls.issuer.as_ref().map(|issuer| format!(", certificate by {}", issuer.clipped(120)));
    let until = tls.valid_until.map(|until| {
        let days = until.seconds_since(now).div_euclid(86_400);
        format!(", valid until {} ({})", until.date(), counted(days, "day", "days"))
    });
    format!("{}, {}{}{}", tls.version, tls.cipher, issuer.unwrap_or_default(), until.unwrap_or_default())
}

/// A time with its date, in UTC and where that is known in local time.
fn time(at: Timestamp, paint: Paint<'_>) -> String {
    let utc = format!("{} {} UTC", at.date(), at.clock_time());
    match paint.zone.and_then(|zone| zone(at)).filter(|offset| *offset != 0) {
        Some(offset) => format!("{utc} ({} local time)", at.saturating_add(offset.into()).clock_time()),
        None => utc,
    }
}

/// The columns of the names and the times before the bars.
const BEFORE_BARS: usize = 24;

/// The parts of the time, each beginning where the one before it ends.
fn phases(timing: &Timing) -> Vec<(&'static str, Duration)> {
    let opening = [("resolve", timing.resolve), ("connect", timing.connect), ("TLS", timing.tls)];
    let opened: Duration = opening.iter().filter_map(|(_, time)| *time).sum();
    let mut phases: Vec<(&str, Duration)> =
        opening.into_iter().filter_map(|(name, time)| time.map(|time| (name, time))).collect();
    phases.extend(timing.first_byte.map(|first| ("waiting", first.saturating_sub(opened))));
    if let (Some(first), Some(total)) = (timing.first_byte, timing.total) {
        phases.push(("reading", total.saturating_sub(first)));
    }
    phases
}

/// A bar for each part of the time, drawn to one scale, so it can be seen where the time went.
fn bars(timing: &Timing, paint: Paint<'_>) -> String {
    let phases = phases(timing);
    let sum: Duration = phases.iter().map(|(_, time)| *time).sum();
    let whole = timing.total.unwrap_or_default().max(sum).as_secs_f64();
    let room = paint.width.saturating_sub(BEFORE_BARS + 2).min(60);
    let mut out = String::new();
    let mut passed = Duration::ZERO;
    for (name, time) in phases {
        let (from, to) = (column(passed, whole, room), column(passed + time, whole, room));
        passed += time;
        // However short, it took place: where all is taken up it shares the last column.
        let from = from.min(room.saturating_sub(1));
        let bar = format!("{}{}", " ".repeat(from), "#".repeat(to.saturating_sub(from).max(1)));
        out.push_str(&format!("* {name:<10}{:>10} {}\n", milliseconds(time), Paint::styled(Paint::hint(), &bar)));
    }
    out.extend(timing.total.map(|total| format!("* {:<10}{:>10}\n", "total", milliseconds(total))));
    out
}

/// The column of a moment, of so many for the whole time.
fn column(at: Duration, whole: f64, room: usize) -> usize {
    let share = if whole > 0.0 { at.as_secs_f64() / whole } else { 0.0 };
    let columns = f64::from(u32::try_from(room).unwrap_or(u32::MAX));
    // Rounding cannot go beyond the room, nor below 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few dozen columns")]
    let column = (share * columns).round() as usize;
    column.min(room)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(parts: [u64; 3], first: u64, total: u64) -> Timing {
        let [resolve, connect, tls] = parts.map(|ms| Some(Duration::from_millis(ms)));
        Timing {
            resolve,
            connect,
            tls,
            first_byte: Some(Duration::from_millis(first)),
            total: Some(Duration::from_millis(total)),
        }
    }

    fn shown(timing: &Timing, width: usize) -> String {
        anstream::adapter::strip_str(&bars(timing, Paint::plain(width))).to_string()
    }

    #[test]
    fn bars_begin_where_the_one_before_ends() {
        let text = shown(&timing([10, 20, 30], 100, 120), 80);
        let wanted = "\
* resolve      10.0 ms #####
* connect      20.0 ms      #########
* TLS          30.0 ms               #############
* waiting      40.0 ms                            ##################
* reading      20.0 ms                                              #########
* total       120.0 ms
";
        assert_eq!(text, wanted);
    }

    #[test]
    fn bars_keep_to_the_width_whatever_the_times() {
        let odd = [
            timing([0, 0, 0], 0, 0),
            timing([1, 0, 0], 1, 90_000),
            timing([90_000, 0, 0], 90_000, 90_000),
            // Clocks that disagree: the parts are longer than the whole.
            timing([50, 50, 50], 10, 20),
            Timing::default(),
            Timing { total: Some(Duration::MAX), ..Timing::default() },
        ];
        for width in [40, 60, 80, 120] {
            for timing in &odd {
                let text = shown(timing, width);
                assert!(text.lines().all(|line| line.len() <= width), "{width}: {timing:?}\n{text}");
                let drawn = text.lines().filter(|line| line.contains('#')).count();
                assert_eq!(drawn, phases(timing).len(), "each part is seen: {text}");
            }
        }
    }

    #[test]
    fn reused_connections_have_waiting_and_reading_only() {
        let timing = Timing {
            first_byte: Some(Duration::from_millis(5)),
            total: Some(Duration::from_millis(6)),
            ..Timing::default()
        };
        let names: Vec<&str> = phases(&timing).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["waiting", "reading"]);
    }

    #[test]
    fn sessions_name_issuer_and_days_left() {
        let now = Timestamp::from_unix(1_795_000_000);
        let tls = TlsSession {
            version: "TLS 1.3".to_owned(),
            cipher: "TLS13_AES_256_GCM_SHA384".to_owned(),
            issuer: Some("CN=R11\u{1b}[2J".into()),
            valid_until: Some(now.saturating_add(20 * 86_400 + 5)),
        };
        let text = session(&tls, now);
        assert!(text.starts_with("TLS 1.3, TLS13_AES_256_GCM_SHA384, certificate by CN=R11\\x1b"), "{text}");
        assert!(text.ends_with("(20 days)"), "{text}");
    }
}
