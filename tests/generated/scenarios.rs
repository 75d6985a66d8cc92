//! The scenarios of the sandbox in its manual, as the program has them.

use clap_mangen::roff::Roff;
use metstatus::internals::report::scenarios::summaries;

use super::{item, paragraphs, section};

/// What the server does in each scenario.
pub(crate) fn scenarios() -> Roff {
    let mut roff = section("SCENARIOS");
    paragraphs(
        &mut roff,
        &[
            "A scenario is what the server does, one step after the other. --explain NAME shows its steps and, for each behaviour, \
             whether it is documented by MET, captured from the service by others, or assumed, with the source. The same \
             --seed gives the same run; it is in every report.",
        ],
    );
    for (name, title, judged) in summaries() {
        item(&mut roff, name, &format!("{title}. Judged: {judged}."));
    }
    roff
}

/// How the server's time and its judge differ from MET's.
pub(crate) fn judging() -> Roff {
    let mut roff = section("JUDGING");
    paragraphs(
        &mut roff,
        &[
            "The rules are those of metstatus audit, and each request that arrives is judged in the order of arrival. Each rule is \
             a breach, with the request as evidence, kept, or not exercised: the test gave no occasion for it. What the scenario \
             does on purpose is never a finding.",
            "A forecast is fresh for 8 seconds and up to 2 more, instead of 30 to 32 minutes; --lifetime sets another time, or real. \
             The lifetimes of other products are in proportion, at least 3 seconds, since HTTP dates have whole seconds. \
             What MET's terms give in minutes is in proportion too; 20 requests a second remain 20 a second. Rules about a \
             rhythm over hours are left to metstatus audit.",
            "One early request, one request without If-Modified-Since after expiry, or one without compression is a breach, since \
             everything that the program sent is known. After 203, 403, 404 and 429 a program may repeat the request twice within \
             half the lifetime of a forecast.",
        ],
    );
    roff
}

/// What the server has, and what that was checked against.
pub(crate) fn documents() -> Roff {
    let mut roff = section("DOCUMENTS");
    paragraphs(
        &mut roff,
        &[
            "Every document is invented, small, and made from the place, the time and the seed. Times are relative to now.",
        ],
    );
    for (term, text) in [
        (
            "locationforecast/2.0: compact, complete, mini; nowcast/2.0: complete; oceanforecast/2.0: complete",
            "Checked against METJSONForecast.json, which MET publishes.",
        ),
        ("locationforecast/2.0: classic", "XML, checked against weatherapi-0.4.xsd, which MET publishes."),
        ("sunrise/3.0: sun, moon", "With the members that MET documents; there is no schema."),
        (
            "metalerts/2.0: current, all, test, archive, example (.json, current.rss), and CAP files",
            "With the members that public clients read; CAP is version 1.2. MET publishes no schema for the JSON.",
        ),
        (
            "textforecast/3.0: landoverview, coast_no, coast_en, sea_no, sea_en",
            "As MET's page on area forecasts shows them.",
        ),
        ("airqualityforecast/0.1", "With the members that public clients read."),
        ("radar/2.0", "available.json, and an image of one dot."),
        ("tafmetar/1.0: taf, metar", "One line of text."),
    ] {
        item(&mut roff, term, text);
    }
    paragraphs(
        &mut roff,
        &[
            "Versions that have ended get 404 with MET's sentence. What the sandbox does not have gets 501, which MET never sends.",
        ],
    );
    roff
}
