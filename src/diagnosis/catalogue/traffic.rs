//! Traffic: what many requests of one client show, each rule with the sentence of MET's terms that it rests on.
//!
//! `metstatus audit` puts them to logs and recordings. A single response never breaks one.

use super::common::{GETTING_STARTED as START, STATUS_CODES as STATUS, TERMS};
use super::logs;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

const HOWTO: &str = "https://api.met.no/doc/locationforecast/HowTO";

macro_rules! rules {
    ($($id:literal $severity:ident $reference:ident $title:literal $explanation:literal $advice:expr, $example:expr;)*) => {
        /// The rules of this file.
        pub(crate) static RULES: &[&Rule] = &[$(&Rule {
            id: $id,
            topic: Topic::Traffic,
            title: $title,
            severity: Severity::$severity,
            reference: $reference,
            explanation: $explanation,
            advice: $advice,
            example: $example,
        },)*];
    };
}

rules! {
    "not-conditional" Warning TERMS
    "Expired data is requested without If-Modified-Since"
    "MET's terms: \"Cache data locally and use the If-Modified-Since request header\". A request without it downloads data that may not have changed. Versions that respond with 203 have no conditional requests and are not counted."
    &["store Last-Modified with the data, and send it back unchanged as If-Modified-Since"], logs::NOT_CONDITIONAL;

    "validator-altered" Warning TERMS
    "If-Modified-Since differs from the Last-Modified received"
    "MET's terms: the If-Modified-Since value \"should be identical to the previous Last-Modified, not any random timestamp\". Only the same text is certain to get a 304."
    &["send the Last-Modified value byte for byte; do not format it again, and do not use the local time"], logs::VALIDATOR_ALTERED;

    "validator-future" Warning TERMS
    "If-Modified-Since is in the future"
    "MET's terms: the If-Modified-Since value is \"definitely not in the future\". A server ignores such a date, so every request downloads the data again."
    &["send the Last-Modified of the stored response, not the local time"], logs::VALIDATOR_FUTURE;

    "not-modified-unused" Error TERMS
    "A full download follows a 304 within seconds"
    "A 304 means that the stored copy is still valid. A client that downloads the data right after it has doubled its traffic instead of saving it."
    &["on 304, keep using the stored copy, and update its Expires from the 304"], logs::NOT_MODIFIED_UNUSED;

    "freshness-not-updated" Warning TERMS
    "The new Expires of a 304 is not used"
    "A 304 carries a new Expires, which replaces the stored one (RFC 9111 §4.3.4). A client that keeps the old one requests again at once, for as long as the data does not change."
    &["store the headers of a 304 with the cached response, Expires first of all"], logs::FRESHNESS_NOT_UPDATED;

    "head-then-get" Warning TERMS
    "A HEAD request is followed by a GET for the same URL"
    "MET's terms: \"Do not use HEAD followed by GET\". It doubles the server's load. A GET with If-Modified-Since does both."
    &["send one GET with If-Modified-Since instead of HEAD and GET"], logs::HEAD_THEN_GET;

    "immutable-refetched" Warning TERMS
    "Data that never changes is downloaded again"
    "MET's terms ask clients not to download unchanging data again, such as CAP files of MetAlerts and images with a timestamp in the URL."
    &["store each of these files permanently, under its URL"], logs::IMMUTABLE_REFETCHED;

    "burst-aligned" Warning TERMS
    "Requests come in bursts at fixed minutes"
    "MET's terms: \"Don't schedule many requests at the same time, such as every hour on the dot\". The traffic curve should be flat, not a sawtooth. All installations of an application together make the curve."
    &["let each installation wait a random number of minutes, chosen once, and poll when its data expires"], logs::BURST_ALIGNED;

    "fixed-second" Info TERMS
    "Polls always come at the same second"
    "MET's terms: \"Add a random number of minutes\" to a schedule. A single client does no harm; many copies of it, all started by cron at second 0, do."
    &["add a random delay before each poll"], logs::FIXED_SECOND;

    "coordinate-scatter" Warning HOWTO
    "Many places within about a kilometre are requested"
    "MET asks not to send a new request every time a GPS position changes by a metre. The forecast grid is coarser, and each coordinate pair is a separate entry in MET's cache."
    &["round the position to two decimals, or request again only after a move of some kilometres"], logs::COORDINATE_SCATTER;

    "alerts-poll" Warning TERMS
    "MetAlerts is polled more often than every 10 minutes"
    "MET's terms for data that is pushed to users: \"don't make more than one poll every 10 mins\"."
    &["poll the list of alerts every 10 minutes at most, with If-Modified-Since"], logs::ALERTS_POLL;

    "redirect-not-followed" Error TERMS
    "A redirect is not followed"
    "MET's terms: \"All clients must support redirects\". A client that does not follow them stops working when a product moves."
    &["let the HTTP library follow redirects"], logs::REDIRECT_NOT_FOLLOWED;

    "compression-not-requested" Warning TERMS
    "Responses are requested without compression"
    "MET's terms: \"All clients must support\" gzip compression. A forecast has 3 kB compressed and 38 kB uncompressed."
    &["send Accept-Encoding: gzip, and decode it"], logs::COMPRESSION_NOT_REQUESTED;

    "hammering-throttled" Error TERMS
    "The client does not slow down after 429"
    "MET's terms: \"Always check the response status\", and on 429 \"limit traffic immediately\"."
    &["after a 429, stop for the time in Retry-After, or for minutes, and double the pause each time"], logs::HAMMERING_THROTTLED;

    "hammering-blocked" Error TERMS
    "The client continues after a 403"
    "A 403 does not go away by retrying. MET reports that blocked sites keep sending thousands of requests an hour, for years."
    &["stop on 403 and raise an alarm; read the response, which says what is wrong"], logs::HAMMERING_BLOCKED;

    "retry-storm" Warning TERMS
    "Failed requests are repeated at once, many times"
    "After an outage all copies of a client retry at the same time, and keep the server down. One immediate retry is good practice; a loop is not."
    &["retry once, then wait; double the pause each time, and add a random part"], logs::RETRY_STORM;

    "ended-version-used" Error STATUS
    "A version that has ended is still requested"
    "The version responds with 404 to every request. MET writes that some clients ignore it for several years."
    &["change to the current version; metstatus products lists them"], logs::ENDED_VERSION_USED;

    "deprecated-as-failure" Error STATUS
    "A 203 response is treated as a failure"
    "203 means that a version is deprecated or in beta; the data is complete. The client requests again sooner after 203 than after 200, as if it had failed."
    &["accept 203 like 200, and log it"], logs::DEPRECATED_AS_FAILURE;

    "identity-changed-after-refusal" Warning TERMS
    "The User-Agent changes after a refusal"
    "MET's terms forbid circumventing the rate limit. A refused request that is repeated under another name looks like that, but so do several applications at one address."
    &["find out why the request was refused, and keep one name"], logs::IDENTITY_CHANGED;

    "user-agent-changing" Warning TERMS
    "One address uses many different User-Agents"
    "MET's terms forbid fake or random User-Agents. Many names at one address may also be many users of one network."
    &["use one name for the application, in all of its parts"], logs::USER_AGENT_CHANGING;

    "origin-not-identifying" Warning HOWTO
    "Origin or Referer does not identify the website"
    "Browsers do not let a page set the User-Agent, so MET identifies websites by Origin or Referer. localhost, private addresses and null identify no one."
    &["serve the page from its own domain, or send the requests through your own server"], logs::ORIGIN_NOT_IDENTIFYING;

    "cache-busting" Warning TERMS
    "An ever-changing parameter defeats caches"
    "A parameter such as _= or nocache= with a new value each time makes every URL unique, so no cache can serve it. MET's terms ask clients to avoid unnecessary traffic."
    &["omit the parameter, and let Expires decide when to poll"], logs::CACHE_BUSTING;

    "unfiltered-list" Info START
    "The list of radar images is requested without a filter"
    "The whole list has thousands of entries; with area and type it has a few."
    &["add area and type to the request"], logs::UNFILTERED_LIST;

    "complete-endpoint" Info HOWTO
    "Most forecasts are requested as complete"
    "The complete forecast is much larger, and \"should not be necessary for most users\": it adds percentiles and a few parameters."
    &["use compact, unless the application shows what only complete has"], logs::COMPLETE_ENDPOINT;

    "direct-from-browsers" Info TERMS
    "Many browsers request the data directly"
    "MET recommends a caching proxy for sites with many visitors: each browser has its own cache, so the same data is requested again and again."
    &["send the requests through your own caching proxy"], logs::DIRECT_FROM_BROWSERS;

    "preflight" Warning HOWTO
    "Browsers send CORS preflight requests"
    "MET supports simple JavaScript requests only. A header such as User-Agent or Content-Type makes the browser send OPTIONS first, which MET refuses with 405."
    &["send no header of your own from JavaScript"], logs::PREFLIGHT;
}
