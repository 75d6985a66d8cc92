//! Limits that the user set.

use crate::diagnosis::catalogue::response_time::SLOW_RESPONSE;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::severity::Severity;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    slow_response(facts).into_iter().collect()
}

/// The critical range counts first, as the guidelines of the monitoring plugins have it.
fn slow_response(facts: &Facts) -> Option<Finding> {
    let time = facts.evidence.response_time()?;
    // A request that failed has no time to be judged by, and a finding of its own.
    facts.answer().filter(|answer| answer.response.is_some() && answer.failure.is_none())?;
    let limits = [
        ("--critical", facts.thresholds.time_critical, Severity::Error),
        ("--warning", facts.thresholds.time_warning, Severity::Warning),
    ];
    let (option, range, severity) = limits
        .into_iter()
        .filter_map(|(option, range, severity)| Some((option, range?, severity)))
        .find(|(_, range, _)| range.alerts(time.as_secs_f64()))?;
    let seconds = format!("{:.3}", time.as_secs_f64());
    let mut finding =
        Finding::of(&SLOW_RESPONSE).severity(severity).quote(EvidenceSource::In, format!("{option} {range}"));
    finding.message = format!("Response time {seconds} s is outside {option} {range}");
    Some(finding)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::diagnosis::range::Range;
    use crate::diagnosis::thresholds::Thresholds;
    use crate::evidence::{Evidence, Exchange, Reply, Response, Role, Timing};
    use crate::http::syntax::message::ResponseHead;
    use crate::http::time::date::Timestamp;

    fn found(times: &[u64], warning: &str, critical: &str) -> Option<Severity> {
        let now = Timestamp::from_unix(1_774_876_966);
        let hop = |(at, millis): (usize, &u64)| {
            let head = ResponseHead::from_lines(&[b"HTTP/1.1 200 OK"]).unwrap();
            let timing = Timing { total: Some(Duration::from_millis(*millis)), ..Timing::default() };
            let response = Some(Response { head, interim: 0, body: Default::default() });
            let role = if at == 0 { Role::First } else { Role::Redirect };
            Exchange::new(role, None, now, Reply { response, timing, ..Reply::default() })
        };
        let evidence = Evidence { exchanges: times.iter().enumerate().map(hop).collect(), ..Evidence::default() };
        let range = |text: &str| (!text.is_empty()).then(|| Range::parse(text).unwrap());
        let thresholds =
            Thresholds { time_warning: range(warning), time_critical: range(critical), ..Thresholds::default() };
        let facts = Facts::new(evidence, now, thresholds);
        slow_response(&facts).map(|finding| finding.severity)
    }

    #[test]
    fn critical_range_counts_first_and_the_ends_are_allowed() {
        assert_eq!(found(&[1000], "0.5", "2"), Some(Severity::Warning));
        assert_eq!(found(&[3000], "0.5", "2"), Some(Severity::Error));
        assert_eq!(found(&[3000], "5", "2"), Some(Severity::Error));
        assert_eq!(found(&[2000], "", "2"), None);
        assert_eq!(found(&[500], "0.5", ""), None);
        assert_eq!(found(&[100], "1:", ""), Some(Severity::Warning));
        assert_eq!(found(&[100], "@0:1", ""), Some(Severity::Warning));
        assert_eq!(found(&[100], "", ""), None);
        assert_eq!(found(&[], "1", "1"), None);
    }

    #[test]
    fn redirects_count_with_the_answer() {
        assert_eq!(found(&[600, 600], "1", ""), Some(Severity::Warning));
    }
}
