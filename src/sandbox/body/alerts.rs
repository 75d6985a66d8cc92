//! metalerts 2.0: one invented warning, as GeoJSON, as RSS, and as CAP.
//!
//! MET publishes no schema for the GeoJSON; its members are those that public clients read.

use serde_json::{Value, json};

use super::Subject;
use crate::http::time::date::Timestamp;

const AREA: &str = "Sandkassen";

/// The warning's times: it was sent at the beginning of the day, and holds for a day from noon.
struct Warning {
    id: String,
    sent: Timestamp,
    from: Timestamp,
    to: Timestamp,
}

impl Warning {
    fn of(subject: &Subject) -> Self {
        let day = subject.at.unix() - subject.at.unix().rem_euclid(86_400);
        let at = |seconds: i64| Timestamp::from_unix(day + seconds);
        let stamp: String = at(0).to_string().chars().filter(char::is_ascii_digit).collect();
        Self { id: format!("2.49.0.1.578.0.{stamp}.001"), sent: at(0), from: at(43_200), to: at(129_600) }
    }

    fn link(&self) -> String {
        format!("https://api.met.no/weatherapi/metalerts/2.0/current?cap={}", self.id)
    }
}

/// The current warnings.
pub(super) fn collection(subject: &Subject) -> Value {
    let warning = Warning::of(subject);
    let english = subject.get("lang").is_some_and(|lang| lang == "en");
    let (lang, name, text) = match english {
        true => ("en", "Gale warning", "Invented by metstatus sandbox; not a warning."),
        false => ("no", "Kuling", "Oppdiktet av metstatus sandbox; ikke et farevarsel."),
    };
    json!({
        "type": "FeatureCollection",
        "lang": lang,
        "lastChange": warning.sent.to_string(),
        "features": [{
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[2.0, 56.0], [4.0, 56.0], [4.0, 58.0], [2.0, 58.0], [2.0, 56.0]]],
            },
            "when": { "interval": [warning.from.to_string(), warning.to.to_string()] },
            "properties": {
                "altitude_above_sea_level": 0,
                "area": AREA,
                "awarenessResponse": "Følg med",
                "awarenessSeriousness": "Utfordrende situasjon",
                "awareness_level": "2; yellow; Moderate",
                "awareness_type": "1; Wind",
                "ceiling_above_sea_level": 274,
                "certainty": "Likely",
                "consequences": text,
                "contact": "https://api.met.no/",
                "county": [],
                "description": text,
                "event": "gale",
                "eventAwarenessName": name,
                "eventEndingTime": warning.to.to_string(),
                "geographicDomain": "marine",
                "id": warning.id,
                "instruction": text,
                "resources": [{ "description": "CAP file", "mimeType": "application/xml", "uri": warning.link() }],
                "riskMatrixColor": "Yellow",
                "severity": "Moderate",
                "status": "Test",
                "title": format!("{name}, {AREA}"),
                "type": "Alert",
                "web": "https://www.met.no/",
            },
        }],
    })
}

/// The current warnings as a feed.
pub(super) fn feed(subject: &Subject) -> String {
    let warning = Warning::of(subject);
    let sent = warning.sent.imf_fixdate().unwrap_or_default();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">\n<channel>\n<title>MET farevarsel</title>\n\
         <link>https://api.met.no/weatherapi/metalerts/2.0/current</link>\n\
         <description>Invented by metstatus sandbox; not warnings</description>\n<language>no</language>\n\
         <pubDate>{sent}</pubDate>\n<item>\n<title>Kuling, {AREA}</title>\n<description>Oppdiktet</description>\n\
         <link>{link}</link>\n<category>Met</category>\n<guid isPermaLink=\"false\">{id}</guid>\n\
         <pubDate>{sent}</pubDate>\n</item>\n</channel>\n</rss>\n",
        link = warning.link(),
        id = warning.id,
    )
}

/// One warning, by the Common Alerting Protocol 1.2.
pub(super) fn cap(subject: &Subject) -> String {
    let warning = Warning::of(subject);
    // CAP wants an offset in numbers.
    let time = |at: Timestamp| at.to_string().replace('Z', "+00:00");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n\
         <identifier>{id}</identifier>\n<sender>metstatus-sandbox</sender>\n<sent>{sent}</sent>\n\
         <status>Test</status>\n<msgType>Alert</msgType>\n<scope>Public</scope>\n<info>\n<language>no</language>\n\
         <category>Met</category>\n<event>Kuling</event>\n<responseType>Monitor</responseType>\n\
         <urgency>Future</urgency>\n<severity>Moderate</severity>\n<certainty>Likely</certainty>\n\
         <effective>{sent}</effective>\n<onset>{from}</onset>\n<expires>{to}</expires>\n\
         <senderName>metstatus sandbox</senderName>\n<headline>Kuling, {AREA}</headline>\n\
         <description>Invented by metstatus sandbox; not a warning.</description>\n<area>\n\
         <areaDesc>{AREA}</areaDesc>\n<polygon>56,2 56,4 58,4 58,2 56,2</polygon>\n</area>\n</info>\n</alert>\n",
        id = warning.id,
        sent = time(warning.sent),
        from = time(warning.from),
        to = time(warning.to),
    )
}
