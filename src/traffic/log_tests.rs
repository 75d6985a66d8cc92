//! What is said of whole logs, in the forms that servers write.

use super::outcome::Verdicts;
use super::*;
use crate::diagnosis::overrides::Overrides;
use crate::evidence::event::Vantage;
use crate::intake::weblog::Reader;

const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58";

fn common(second: u8, rest: &str) -> String {
    format!("192.0.2.7 - - [26/Nov/2026:09:54:{second:02} +0000] \"GET {PATH} HTTP/1.1\" 200 591{rest}")
}

fn judged(lines: &[String], settings: Settings) -> Verdicts {
    let mut judge = Judge::new(settings);
    let mut reader = Reader::new(None, None, None);
    for line in lines {
        reader.read(line.as_bytes(), 1, &mut |event| judge.push(event));
    }
    judge.finish(&Overrides::default())
}

#[test]
fn logs_of_visitors_break_nothing_whatever_they_hold() {
    let agent = " \"-\" \"okhttp/4.9\"";
    let many = |make: &dyn Fn(u8) -> String| (0..60).map(make).collect::<Vec<_>>();
    let logs = [
        many(&|second| common(second, agent)),
        many(&|second| common(second, agent).replace("60.10", "60.123456")),
        many(&|second| common(second, agent).replace("\" 200 ", "\" 429 ")),
        many(&|second| common(second, agent).replace("GET /", "GET http://127.0.0.1:18083/")),
        many(&|second| common(second, &format!("{agent} TCP_MEM_HIT:HIER_NONE"))),
        many(&|second| format!("weather.acme.no:443 {}", common(second, agent))),
    ];
    for lines in logs {
        let verdicts = judged(&lines, Settings::default());
        let found: Vec<_> = verdicts.clients.iter().flat_map(|client| &client.findings).collect();
        assert!(found.is_empty(), "{}: {found:#?}", lines[0]);
        let judged = verdicts.clients.iter().flat_map(|client| &client.checks);
        assert!(judged.clone().all(|check| check.outcome == Outcome::NotJudged), "{}", lines[0]);
    }
}

#[test]
fn requests_to_met_are_judged_in_any_format() {
    let line = |second| {
        common(second, " \"-\" \"okhttp/4.9\"").replace("GET /", "GET https://api.met.no/").replace("60.10", "60.12345")
    };
    let lines: Vec<String> = (0..60).map(line).collect();
    let ids = |verdicts: &Verdicts| -> Vec<&str> {
        verdicts.clients.iter().flat_map(|client| client.findings.iter().map(|finding| finding.rule.id)).collect()
    };
    let found = ids(&judged(&lines, Settings::default()));
    for id in ["repeated-requests", "user-agent-generic", "coordinate-precision"] {
        assert!(found.contains(&id), "{found:?}");
    }
    let plain: Vec<String> = lines.iter().map(|line| line.replace("https://api.met.no", "")).collect();
    let settings = Settings { vantage: Some(Vantage::Outbound), ..Settings::default() };
    assert_eq!(ids(&judged(&plain, settings)), found);
}
