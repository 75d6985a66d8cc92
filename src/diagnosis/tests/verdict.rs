//! Verdicts, and when there is none.

use super::*;
use crate::diagnosis::catalogue::client::NOT_FOUND;
use crate::diagnosis::verdict::Verdict;
use crate::evidence::{LastRun, RedirectStop};
use crate::http::uri::target::Url;

fn verdict(evidence: Evidence) -> Verdict {
    Diagnosis::new(OTHER.to_owned(), facts(evidence), &Overrides::default()).verdict
}

#[test]
fn what_was_not_asked_has_no_verdict() {
    let fine = || evidence(OTHER, &answer(200, &["Cache-Control: max-age=60"]));
    assert_eq!(verdict(fine()), Verdict::Healthy);
    assert_eq!(verdict(Evidence::default()), Verdict::NoVerdict);
    let to = || Url::parse(MET).unwrap();
    let stop = |stop| Evidence { redirect_stop: Some(stop), ..evidence(OTHER, &answer(302, &["Location: /b"])) };
    assert_eq!(verdict(stop(RedirectStop::NoIdentity(to()))), Verdict::NoVerdict);
    assert_eq!(verdict(stop(RedirectStop::Loop(to()))), Verdict::Failing);
}

#[test]
fn request_alone_is_never_healthy() {
    let unanswered = |url: &str| Evidence { unanswered: true, ..evidence(url, "") };
    let fine = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    assert_eq!(verdict(unanswered(fine)), Verdict::NoVerdict);
    assert_eq!(verdict(unanswered(&fine.replace("lat=60.1", "lat=160.1"))), Verdict::Attention);
}

#[test]
fn kept_verdict_is_judged_anew_by_the_time_alone() {
    let sunset = |days: i64| answer(200, &[&format!("Sunset: {}", date(NOW.saturating_add(days * DAY)))]);
    let last_run = Some(LastRun { checked_at: NOW, stands_until: NOW.saturating_add(60) });
    let standing = |days: Option<i64>, last: Vec<Finding>, verdict: Verdict| {
        let text = days.map_or_else(|| answer(200, &[]), sunset);
        let facts = facts(Evidence { last_run, ..evidence(OTHER, &text) });
        let kept = Diagnosis::standing(OTHER.to_owned(), facts, (last, verdict), &Overrides::default());
        (ids(&kept.findings), kept.verdict)
    };
    let ahead =
        judged(evidence(OTHER, &sunset(90))).into_iter().find(|one| one.rule.id == "end-of-life-ahead").unwrap();
    let other = Finding::of(&NOT_FOUND);
    // What was found then is kept, and what follows from the time takes the place of the old.
    assert_eq!(
        standing(None, vec![other.clone()], Verdict::Failing),
        (vec!["not-found", "not-asked-again"], Verdict::Failing)
    );
    let near = standing(Some(3), vec![ahead.clone(), other.clone()], Verdict::Attention);
    assert_eq!(near, (vec!["not-found", "end-of-life-near", "not-asked-again"], Verdict::Failing));
    let same = standing(Some(90), vec![ahead.clone()], Verdict::Healthy);
    assert_eq!(same, (vec!["end-of-life-ahead", "not-asked-again"], Verdict::Healthy));
    assert_eq!(
        standing(None, vec![ahead], Verdict::Healthy),
        (vec!["end-of-life-ahead", "not-asked-again"], Verdict::Healthy)
    );
    // Of a verdict without findings nothing else is known.
    assert_eq!(standing(None, Vec::new(), Verdict::Attention), (vec!["not-asked-again"], Verdict::Attention));
}
