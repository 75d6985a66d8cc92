//! What a status or a subject of a look-up means, as the document has it.

use super::super::subject;
use super::values::StatusValue;
use crate::diagnosis::lookup::{Subject, likely_causes, phrase};
use crate::http::status::{self, StatusClass};
use crate::met::meanings::meaning;

/// What a subject of a look-up means.
pub(crate) fn status_value(subject: Subject) -> StatusValue {
    match subject {
        Subject::Code(code) => code_value(code, true),
        Subject::StatusClass(class) => StatusValue {
            code: None,
            phrase: None,
            class: Some(class.name()),
            meaning: Some(class.meaning().to_owned()),
            advice: vec![class.advice().to_owned()],
            source: Some(class.rfc()),
            origin: "registry",
        },
        Subject::ErrorClass(class) => StatusValue {
            code: class.statuses.first().copied(),
            phrase: class.statuses.first().and_then(|code| phrase(*code)).map(str::to_owned),
            class: class.statuses.first().and_then(|code| StatusClass::of(*code)).map(StatusClass::name),
            meaning: Some(class.meaning.to_owned()),
            advice: vec![class.advice.to_owned()],
            source: Some("https://api.met.no/weatherapi/documentation"),
            origin: "met",
        },
        Subject::Product(_) => without_code(subject::meaning(subject), Vec::new(), PRODUCTS, "met"),
        Subject::Version(version) => {
            let successor = version.successor.map(|successor| format!("use {successor}"));
            without_code(subject::meaning(subject), successor.into_iter().collect(), version.source, "met")
        }
        Subject::Rule(rule) => {
            let advice = rule.advice.iter().map(|&advice| advice.to_owned()).collect();
            let origin = if rule.reference.contains("met.no") { "met" } else { "registry" };
            without_code(Some(rule.explanation.to_owned()), advice, rule.reference, origin)
        }
        Subject::Failure(rule) => {
            let advice = rule.advice.iter().map(|&advice| advice.to_owned()).collect();
            let meaning = format!("{}. {}", rule.title, rule.explanation);
            without_code(Some(meaning), advice, rule.reference, "registry")
        }
    }
}

/// Where MET lists its products.
const PRODUCTS: &str = "https://api.met.no/weatherapi/documentation";

/// What is looked up and has no status code.
fn without_code(
    meaning: Option<String>,
    advice: Vec<String>,
    source: &'static str,
    origin: &'static str,
) -> StatusValue {
    StatusValue { code: None, phrase: None, class: None, meaning, advice, source: Some(source), origin }
}

/// What a code means, at MET where MET says something, else by the registry or its class.
pub(super) fn code_value(code: u16, met: bool) -> StatusValue {
    let class = StatusClass::of(code);
    let base = StatusValue {
        code: Some(code),
        phrase: phrase(code).map(str::to_owned),
        class: class.map(StatusClass::name),
        meaning: None,
        advice: Vec::new(),
        source: None,
        origin: "registry",
    };
    if let Some(meaning) = meaning(code).filter(|_| met) {
        let advice = likely_causes(code).into_iter().map(|cause| cause.remedy.to_owned()).collect();
        return StatusValue {
            meaning: Some(meaning.meaning.to_owned()),
            advice,
            source: Some(meaning.source),
            origin: "met",
            ..base
        };
    }
    if let Some(registered) = status::registered(code) {
        let advice = registered.advice.iter().map(|&advice| advice.to_owned()).collect();
        return StatusValue {
            meaning: Some(registered.meaning.to_owned()),
            advice,
            source: Some(registered.rfc),
            ..base
        };
    }
    let advice = class.map(|class| class.advice().to_owned()).into_iter().collect();
    StatusValue {
        meaning: class.map(|class| class.meaning().to_owned()), advice, source: Some("RFC 9110 §15"), ..base
    }
}
