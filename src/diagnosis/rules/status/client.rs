//! Status 4xx: the request cannot be fulfilled as it is.

use crate::diagnosis::catalogue::client::{
    CLIENT_CLOSED_REQUEST, METHOD_NOT_ALLOWED, MISSING_CREDENTIALS, NO_DATA, NOT_FOUND, OUTSIDE_COVERAGE,
    OUTSIDE_TIME_RANGE, RESTRICTED, UNKNOWN_PRODUCT, UNKNOWN_VERSION, UNPROCESSABLE, UNSUPPORTED_ACTION, VERSION_ENDED,
};
use crate::diagnosis::catalogue::common::STATUS_CODES;
use crate::diagnosis::cause::Path;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::is_front_page;
use crate::diagnosis::facts::lifecycle::LifecycleSource;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::lints::Corrected;
use crate::diagnosis::rules::wording::{by_cause, by_cause_of_request, line};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::Exchange;
use crate::http::status::is_redirect;
use crate::http::uri::target::Scheme;
use crate::met::hosts::Service;
use crate::met::product_request::ProductRequest;
use crate::met::products::{self, Version};
use crate::text::escape::{clip, escape};

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [version_ended, unknown_version, unknown_product, restricted, not_found, method, outside_coverage];
    let named = [&UNSUPPORTED_ACTION, &NO_DATA, &OUTSIDE_TIME_RANGE];
    let bare = [&MISSING_CREDENTIALS, &UNPROCESSABLE, &CLIENT_CLOSED_REQUEST];
    let detected = detectors.into_iter().filter_map(|detector| detector(facts));
    let named = named.into_iter().filter_map(|rule| by_cause_of_request(rule, facts));
    detected.chain(named).chain(bare.into_iter().filter_map(|rule| by_cause(rule, facts))).collect()
}

/// A version that ended: by what the answer says, or by the table where no one answered, or where plain http hides what
/// the answer would be. An answer with data beats the table, which is then old.
fn version_ended(facts: &Facts) -> Option<Finding> {
    let known = asked_version(facts).filter(|version| version.is_over(facts.now));
    if let Some(finding) = by_cause_of_request(&VERSION_ENDED, facts) {
        return Some(match known {
            Some(version) => dated(finding, version, facts),
            None => announced(finding, facts),
        });
    }
    let version = known?;
    let likely = || dated(Finding::of(&VERSION_ENDED).certainty(Certainty::Likely), version, facts);
    match facts.status() {
        None => Some(likely()),
        Some(_) if is_front_page(facts) => {
            let mut finding = likely();
            finding.message = format!("{}; the redirect to the front page hides this", finding.message);
            Some(finding)
        }
        Some(status) if is_redirect(status) && is_plain_http(facts) => Some(likely()),
        Some(200..=299) => {
            let mut finding = Finding::of(&VERSION_ENDED).severity(Severity::Info).see(version.source);
            finding.message = format!(
                "{} still responds although its end was announced; the product table may be out of \
                         date",
                version.name()
            );
            finding.advice.clear();
            Some(finding)
        }
        Some(_) => None,
    }
}

/// What the table says of the version that was asked first, wherever redirects led.
fn asked_version(facts: &Facts) -> Option<&'static Version> {
    let first = facts.evidence.hops().next().and_then(Exchange::url).filter(|url| Service::of(url) == Service::Met);
    let asked = first.and_then(ProductRequest::of);
    facts.version.or_else(|| asked.and_then(|asked| products::version(&asked.product, &asked.version)))
}

fn is_plain_http(facts: &Facts) -> bool {
    facts.evidence.hops().next().and_then(Exchange::url).is_some_and(|url| url.scheme() == Scheme::Http)
}

/// The whole URL to write in place of the one that was asked.
fn instead(facts: &Facts) -> Option<String> {
    facts.corrected.as_ref().map(Corrected::advice)
}

/// The finding with what the changelog says about the end.
fn announced(mut finding: Finding, facts: &Facts) -> Finding {
    let Some(life) = &facts.lifecycle else { return finding };
    let Some(end) = life.ends.iter().find(|end| end.source == LifecycleSource::Changelog) else { return finding };
    finding.message = format!("According to its changelog, this version ended on {}", end.at.date());
    if let Some(successor) = &life.successor {
        finding.advice.insert(0, format!("move to {successor}"));
    }
    finding.quote(EvidenceSource::Changelog, format!("\"{}\"", end.words)).see(end.reference.clone())
}

/// The finding with the day, the successor and the URL that are known.
fn dated(mut finding: Finding, version: &'static Version, facts: &Facts) -> Finding {
    finding.message = match version.ended.filter(|day| day.planned && finding.certainty == Certainty::Certain) {
        // The server has said that it came true.
        Some(day) => format!("{} has ended; its announced end date was {}", version.name(), day.text),
        None => format!("{} {}", version.name(), version.end(facts.now).unwrap_or_else(|| "has ended".to_owned())),
    };
    if let Some(successor) = products::last_successor(version, facts.now) {
        finding.advice.retain(|advice| !advice.starts_with("move to the current version"));
        finding.advice.insert(0, format!("move to {successor}"));
        finding.advice.splice(0..0, instead(facts));
    }
    finding.see(version.source)
}

fn unknown_version(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause_of_request(&UNKNOWN_VERSION, facts)?;
    if let Some(asked) = facts.answer().and_then(Exchange::url).and_then(ProductRequest::of) {
        let (product, version) = (clip(&escape(&asked.product), 40), clip(&escape(&asked.version), 20));
        finding.message = format!("MET has no version {version} of {product}");
    }
    if let Some(versions) = known_versions(facts) {
        finding.advice.insert(0, format!("use a known version of this product: {versions}"));
        finding.advice.splice(0..0, instead(facts));
    }
    Some(finding)
}

/// A place outside of the area. To advise a forecast of the whole world makes no sense to its own users, nor to those of
/// another product that covers it.
fn outside_coverage(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause_of_request(&OUTSIDE_COVERAGE, facts)?;
    let asked = facts.answer().and_then(Exchange::url).and_then(ProductRequest::of);
    if asked.is_some_and(|asked| products::covers_the_world(&asked.product)) {
        finding.advice.retain(|advice| !advice.contains("locationforecast/2.0"));
    }
    Some(finding)
}

fn unknown_product(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause_of_request(&UNKNOWN_PRODUCT, facts)?;
    if let Some(asked) = facts.answer().and_then(Exchange::url).and_then(ProductRequest::of) {
        finding.message = format!("MET has no product {}", clip(&escape(&asked.product), 40));
    }
    if let Some(near) = nearest_product(facts) {
        finding.advice.insert(0, format!("did you mean {near}?"));
        finding.advice.splice(1..1, instead(facts));
    }
    Some(finding)
}

/// A known product whose name is close to the requested one.
fn nearest_product(facts: &Facts) -> Option<&'static str> {
    products::nearest(&ProductRequest::of(facts.answer()?.url()?)?.product)
}

fn restricted(facts: &Facts) -> Option<Finding> {
    let finding = by_cause(&RESTRICTED, facts)?.quote_if(EvidenceSource::Received, line(facts, "www-authenticate"));
    Some(match facts.service {
        Service::Met => finding
            .help_instead("use a product listed at https://api.met.no/weatherapi: none of them requires credentials")
            .see("https://api.met.no/doc/FAQ"),
        _ => finding,
    })
}

fn not_found(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause_of_request(&NOT_FOUND, facts)?;
    if facts.service == Service::Met && facts.cause.as_ref().is_some_and(|cause| cause.signals.path == Path::NoProduct)
    {
        finding.message =
            "The path is not that of a product; data is at /weatherapi/PRODUCT/VERSION/ENDPOINT".to_owned();
        finding.advice.extend(instead(facts));
        return Some(
            finding.help_instead("look up the product's URL at https://api.met.no/weatherapi").see(STATUS_CODES),
        );
    }
    if facts.service != Service::Met {
        return Some(
            finding
                .help_instead("check the URL; if it used to work, look for an announcement from the server operator"),
        );
    }
    finding.advice.clear();
    finding.message = "MET has nothing at this URL; the response does not say why".to_owned();
    let finding = match (nearest_product(facts), known_versions(facts)) {
        (Some(near), _) => finding.help(format!("did you mean {near}?")),
        (None, Some(versions)) => finding.help(format!("use a known version of this product: {versions}")),
        (None, None) => finding,
    };
    Some(
        finding
            .help("compare product, version and endpoint with the list at https://api.met.no/weatherapi")
            .help("check https://api.met.no/changelog: the version may have ended")
            .see(STATUS_CODES),
    )
}

/// The versions of the product that have not ended, if the requested one is unknown.
fn known_versions(facts: &Facts) -> Option<String> {
    let asked = ProductRequest::of(facts.answer()?.url()?).filter(|_| facts.version.is_none())?;
    let known = products::versions(&asked.product).filter(|version| !version.is_over(facts.now));
    let known: Vec<&str> = known.map(|version| version.version).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

fn method(facts: &Facts) -> Option<Finding> {
    let request = facts.answer().and_then(|answer| answer.request.as_ref());
    let finding = by_cause(&METHOD_NOT_ALLOWED, facts)?;
    let mut finding = Finding { advice: Vec::new(), ..finding }
        .quote_if(EvidenceSource::Sent, request.map(|request| request.method.clipped(40)))
        .quote_if(EvidenceSource::Received, line(facts, "allow"));
    // A preflight says where the page is from, and the method of the request that is to follow.
    let options = request.filter(|request| request.method.eq_ignore_case("options"));
    let marks = ["access-control-request-method", "origin"];
    let marks = marks.map(|name| options.and_then(|request| request.sent(name).value()));
    let is_followed_by_get = marks[0].is_some_and(|method| method.eq_ignore_case("get"));
    if facts.service == Service::Met {
        finding = finding.see(STATUS_CODES);
        if !is_followed_by_get {
            finding = finding.help("send GET, with the parameters in the query");
        }
    }
    Some(finding.help(match () {
        () if marks.iter().any(Option::is_some) => {
            "this is a CORS preflight: set no header of your own (User-Agent, X-...) in the script, and the browser sends none"
        }
        () if options.is_some() => {
            "if a browser sent it, it is a CORS preflight: set no header of your own (User-Agent, X-...) in the script"
        }
        () => "use a method that the Allow header or the documentation names",
    }))
}
