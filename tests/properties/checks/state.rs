//! State files, which another program or a hand may have changed.

use super::report::every_format;
use super::{NOW, assert_line};
use metstatus::internals::diagnosis::Diagnosis;
use metstatus::internals::diagnosis::facts::Facts;
use metstatus::internals::diagnosis::overrides::Overrides;
use metstatus::internals::diagnosis::thresholds::Thresholds;
use metstatus::internals::evidence::shown::Shown;
use metstatus::internals::evidence::{Evidence, LastRun, Request};
use metstatus::internals::http::syntax::message::Fields;
use metstatus::internals::http::uri::target::Url;
use metstatus::internals::inquiry::state::{SavedState, Unreadable};
use metstatus::internals::report::{Report, TargetResult};

/// What was read is written as a document that reads the same; no verdict is still valid for more than a week; a
/// verdict that is valid is shown like any other.
pub(crate) fn holds(bytes: &[u8]) {
    let state = match SavedState::parse(bytes) {
        Ok(state) => state,
        Err(Unreadable::Damaged(reason) | Unreadable::OtherVersion(reason)) => return assert_line("reason", &reason),
    };
    let written = state.render(NOW);
    let again = SavedState::parse(&written).expect("what was written can be read");
    assert_eq!(again.render(NOW), written);
    let request = request();
    let Some(last) = state.recall(&request) else { return };
    let stands_until = last.stands_until(NOW);
    let week = NOW.saturating_add(7 * 86_400 + 300);
    assert!(stands_until.is_none_or(|until| until > NOW && until <= week), "{stands_until:?}");
    if let Some(document) = last.document(&request) {
        assert!(!document.live && matches!(document.status(), Some(200..=299)));
    }
    let Some(answer) = last.answer(&request) else { return };
    let remembered = LastRun { checked_at: last.checked_at(), stands_until: stands_until.unwrap_or(NOW) };
    let evidence = Evidence { exchanges: vec![answer], last_run: Some(remembered), ..Evidence::default() };
    let facts = Facts::new(evidence, NOW, Thresholds::default());
    let diagnosis =
        Diagnosis::standing("target".to_owned(), facts, (last.findings(), last.verdict()), &Overrides::default());
    every_format(&Report::new(vec![TargetResult::Checked(Box::new(diagnosis))], NOW, false), None);
}

/// The request whose target the documents of the seeds remember.
pub(crate) fn request() -> Request {
    let url = Url::parse("https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58").ok();
    let fields: Fields = [("User-Agent", "weather/1.2 ops@acme-weather.no")].into_iter().collect();
    Request { method: "GET".into(), url, fields, shown: Shown::Whole }
}
