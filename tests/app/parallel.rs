//! Batches of every shape: order of the results, one request at a time at a host, the rate of each, as many requests side
//! by side as there are jobs, and no longer than that takes.

use std::time::Duration;

use crate::support::clock;
use crate::support::network::LATENCY;
use crate::support::run::{CONTACT, app};
use crate::support::server::{Reply, SeenRequest, Server};

/// A host that is asked: how long each of its responses takes, in milliseconds.
const HOSTS: [u64; 5] = [0, 40, 300, 1200, 90];

/// The number of the host that a target is at.
type HostOf = fn(usize) -> usize;

/// The order in which targets name the hosts.
const ORDERS: [(&str, HostOf); 4] = [
    ("in turn", |at| at % HOSTS.len()),
    ("one after the other", |at| (at / 6) % HOSTS.len()),
    ("the slow one mostly", |at| if at % 3 == 0 { at % HOSTS.len() } else { 3 }),
    ("one alone", |_| 2),
];

const TARGETS: usize = 18;

fn fine(delay: u64) -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello").after(Duration::from_millis(delay))
}

/// The moments at which a request was under way.
fn under_way(host: usize, request: &SeenRequest) -> (Duration, Duration) {
    (request.arrived, request.arrived + Duration::from_millis(HOSTS[host]) + LATENCY)
}

/// The most intervals that overlap at any moment.
fn most_at_once(intervals: &[(Duration, Duration)]) -> usize {
    let at_once = |moment: Duration| intervals.iter().filter(|(from, to)| *from <= moment && moment < *to).count();
    intervals.iter().map(|(from, _)| at_once(*from)).max().unwrap_or(0)
}

#[test]
fn batch_of_any_shape_keeps_order_rate_and_jobs() {
    for (order, host_of) in ORDERS {
        for jobs in [1, 2, 3, 8] {
            for (rate, count) in [("1/s", 1), ("2/s", 2), ("5/s", 5), ("1000/s", 1000)] {
                let what = format!("{order}, {jobs} jobs, {rate}");
                let asked = |host: usize| (0..TARGETS).filter(|at| host_of(*at) == host).count();
                let servers: Vec<Server> = HOSTS
                    .iter()
                    .enumerate()
                    .map(|(host, ms)| Server::http((0..asked(host)).map(|_| fine(*ms))))
                    .collect();
                let name = |host: usize| format!("h{host}.test");
                let targets: Vec<String> = (0..TARGETS)
                    .map(|at| servers[host_of(at)].url_for(&name(host_of(at)), &format!("/{at}")))
                    .collect();
                let resolves = servers
                    .iter()
                    .enumerate()
                    .flat_map(|(host, server)| ["--resolve".to_owned(), server.resolve(&name(host))]);
                let start = clock::elapsed();
                let jobs_text = jobs.to_string();
                let ran = app(["-f", "json", "--jobs", &jobs_text, "--rate", rate]).args(resolves).args(&targets).run();
                let report = ran.json();
                let results: Vec<&str> =
                    report["results"].as_array().unwrap().iter().map(|one| one["target"].as_str().unwrap()).collect();
                assert_eq!((ran.code, &results), (0, &targets.iter().map(String::as_str).collect()), "{what}");

                let mut all = Vec::new();
                let mut alone = Duration::ZERO;
                for (host, server) in servers.iter().enumerate() {
                    let requests = server.requests();
                    let intervals: Vec<_> = requests.iter().map(|request| under_way(host, request)).collect();
                    assert!(most_at_once(&intervals) <= 1, "{what}: two requests at {host} at once");
                    for window in requests.windows(count + 1) {
                        let took = window[count].arrived - window[0].arrived;
                        assert!(took >= Duration::from_secs(1), "{what}: {} requests in {took:?} at {host}", count + 1);
                    }
                    // What the host alone takes: its responses, and the rate.
                    let own: Duration = intervals.iter().map(|(from, to)| *to - *from).sum();
                    let slots = u32::try_from(requests.len().saturating_sub(1) / count).unwrap();
                    alone = alone.max(own).max(Duration::from_secs(1) * slots);
                    all.extend(intervals);
                }
                assert!(most_at_once(&all) <= jobs, "{what}: more than the jobs at once");
                let work: Duration = all.iter().map(|(from, to)| *to - *from).sum();
                assert!(ran.took >= alone && ran.took >= work / u32::try_from(jobs).unwrap(), "{what}: {:?}", ran.took);
                // With a job for each host nothing waits for another host.
                let last = all.iter().map(|(_, to)| *to).max().unwrap() - start;
                assert_eq!(ran.took, last, "{what}: it ends with the last response");
                if jobs >= HOSTS.len() {
                    let spare = Duration::from_millis(u64::try_from(TARGETS).unwrap() * 60);
                    assert!(ran.took <= alone + Duration::from_secs(2) + spare, "{what}: {:?} for {alone:?}", ran.took);
                }
            }
        }
    }
}

/// MET's terms count an application over all of its hosts.
#[test]
fn hosts_of_met_share_ten_requests_a_second() {
    for rate in ["5/s", "10/s", "1000/s"] {
        let names = ["api.met.no", "frost.met.no", "in2000.api.met.no", "aa001.api.met.no"];
        let servers: Vec<Server> = names.iter().map(|_| Server::https((0..8).map(|_| fine(5)))).collect();
        let mut args =
            vec!["-f".to_owned(), "json".into(), "--rate".into(), rate.into(), "--contact".into(), CONTACT.into()];
        for at in 0..8 {
            for (name, server) in names.iter().zip(&servers) {
                args.push(server.url_for(name, &format!("/weatherapi/locationforecast/2.0/compact?lat={at}&lon=9.5")));
            }
        }
        for (name, server) in names.iter().zip(&servers) {
            args.extend(["--resolve".to_owned(), server.resolve(name)]);
        }
        let ran = app(args.iter().chain(&["--replay".to_owned(), "never".into()])).run();
        assert_eq!(ran.json()["requests_sent"], 32, "{rate}");
        let of = |wanted: &dyn Fn(&str) -> bool| {
            let mut moments: Vec<Duration> = names
                .iter()
                .zip(&servers)
                .filter(|(name, _)| wanted(name))
                .flat_map(|(_, server)| server.requests())
                .map(|request| request.arrived)
                .collect();
            moments.sort();
            moments
        };
        let most = |moments: &[Duration]| {
            let within = |from: Duration| {
                moments.iter().filter(|at| (from..from + Duration::from_secs(1)).contains(*at)).count()
            };
            moments.iter().map(|at| within(*at)).max().unwrap()
        };
        // frost.met.no is a service of its own.
        assert!(most(&of(&|name| name != "frost.met.no")) <= 10, "{rate}");
    }
}

/// A host that refuses costs the others nothing, whenever it does.
#[test]
fn refusal_at_any_position_ends_its_host_only() {
    for status in ["429 Too Many Requests", "500 Oops", "503 Service Unavailable", "403 Forbidden", "404 Not Found"] {
        let ends = status.starts_with("429") || status.starts_with('5');
        for position in 0..4 {
            let refusal = Reply::text(format!("HTTP/1.1 {status}\n\nno"));
            let before = (0..position).map(|_| fine(0));
            let after = (0..3 - position).map(|_| fine(0));
            let one = Server::http(before.chain([refusal]).chain(after)).allow_unasked();
            let other = Server::http((0..4).map(|_| fine(0)));
            let mut args = vec!["-f".to_owned(), "json".into(), "--rate".into(), "1000/s".into()];
            for at in 0..4 {
                args.extend([
                    one.url_for("one.test", &format!("/{at}")),
                    other.url_for("other.test", &format!("/{at}")),
                ]);
            }
            args.extend([
                "--resolve".to_owned(),
                one.resolve("one.test"),
                "--resolve".into(),
                other.resolve("other.test"),
            ]);
            let ran = app(&args).run();
            let wanted = if ends { position + 1 } else { 4 };
            assert_eq!((one.requests().len(), other.requests().len()), (wanted, 4), "{status} at {position}");
            let report = ran.json();
            let verdicts: Vec<&str> =
                report["results"].as_array().unwrap().iter().map(|one| one["verdict"].as_str().unwrap()).collect();
            for (at, pair) in verdicts.chunks(2).enumerate() {
                let due = match at.cmp(&position) {
                    std::cmp::Ordering::Less => "healthy",
                    std::cmp::Ordering::Equal => "failing",
                    std::cmp::Ordering::Greater if ends => "no verdict",
                    std::cmp::Ordering::Greater => "healthy",
                };
                assert_eq!(pair, [due, "healthy"], "{status} at {position}, target {at}");
            }
            assert_eq!(ran.code, 2, "{status} at {position}");
        }
    }
}
