//! What the products respond with: small, valid documents, invented from the place, the time and the seed.
//!
//! No value is a forecast. Each document has the members of MET's, since a client is to be tested, not its taste for
//! short documents.

mod air;
mod alerts;
mod classic;
mod forecast;
mod radar;
mod sunrise;
mod texts;
mod weather;

use crate::http::time::date::Timestamp;

/// What a document is made from.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// The parameters of the query, decoded.
    pub parameters: Vec<(String, String)>,
    /// When it is made.
    pub at: Timestamp,
    /// What decides its values.
    pub seed: u64,
    /// Whether the place is outside of what radars see.
    pub uncovered: bool,
}

impl Subject {
    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The beginning of the hour.
    fn hour(&self) -> Timestamp {
        Timestamp::from_unix(self.at.unix() - self.at.unix().rem_euclid(3600))
    }
}

/// A document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    /// locationforecast, the variables that most need.
    Compact,
    /// locationforecast, all variables.
    Complete,
    /// locationforecast, the fewest variables.
    Mini,
    /// locationforecast in XML.
    Classic,
    /// nowcast.
    Nowcast,
    /// oceanforecast.
    Ocean,
    /// sunrise.
    Sun,
    /// sunrise for the moon.
    Moon,
    /// metalerts as GeoJSON.
    Alerts,
    /// metalerts as RSS.
    AlertsFeed,
    /// One warning of metalerts as CAP.
    Alert,
    /// textforecast.
    Texts,
    /// airqualityforecast.
    Air,
    /// The list of radar images.
    RadarList,
    /// A radar image.
    Radar,
    /// TAFs.
    Taf,
    /// METARs.
    Metar,
    /// When a product was last updated.
    Status,
}

impl Document {
    /// The media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Classic | Self::Alert => "text/xml",
            Self::AlertsFeed => "application/rss+xml",
            Self::Radar => "image/png",
            Self::Taf | Self::Metar => "text/plain",
            _ => "application/json",
        }
    }

    /// Whether it is worth compressing.
    pub(crate) fn is_text(self) -> bool {
        self != Self::Radar
    }

    /// The document.
    pub(crate) fn write(self, subject: &Subject) -> Vec<u8> {
        let json = match self {
            Self::Compact => forecast::location(subject, forecast::COMPACT, 48),
            Self::Complete => forecast::location(subject, forecast::COMPLETE, 48),
            Self::Mini => forecast::location(subject, forecast::MINI, 24),
            Self::Nowcast => forecast::nowcast(subject),
            Self::Ocean => forecast::ocean(subject),
            Self::Sun => sunrise::sun(subject),
            Self::Moon => sunrise::moon(subject),
            Self::Alerts => alerts::collection(subject),
            Self::Texts => texts::forecasts(subject),
            Self::Air => air::forecast(subject),
            Self::RadarList => radar::list(subject),
            Self::Status => serde_json::json!({ "last_update": subject.hour().to_string() }),
            Self::Classic => return classic::document(subject).into_bytes(),
            Self::AlertsFeed => return alerts::feed(subject).into_bytes(),
            Self::Alert => return alerts::cap(subject).into_bytes(),
            Self::Taf => return texts::taf(subject).into_bytes(),
            Self::Metar => return texts::metar(subject).into_bytes(),
            Self::Radar => return radar::IMAGE.to_vec(),
        };
        json.to_string().into_bytes()
    }
}

#[cfg(test)]
mod tests;
