//! A request for data with everything put right that is wrong with its URL.

use crate::diagnosis::hosts;
use crate::diagnosis::lints::numbers::{self, Degrees};
use crate::diagnosis::lints::parameters::{alias, is_offset, needs_altitude};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::{Scheme, Url};
use crate::met::hosts::Service;
use crate::met::product_request::{self, Parameter, ProductRequest};
use crate::met::products::{self, Version};
use crate::text::secret::customer_alias;

/// The whole URL, and what is still to be added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Corrected {
    /// The URL without any fault that can be mended.
    pub(crate) url: Url,
    /// The parameters that only the user can supply.
    pub(crate) add: Vec<String>,
}

impl Corrected {
    /// What to write, in words.
    pub(crate) fn advice(&self) -> String {
        match self.add.as_slice() {
            [] => format!("write {}", self.url),
            add => format!("write {}, and add {}", self.url, add.join(" and ")),
        }
    }
}

/// The longest URL that is worth showing whole, in bytes.
const LONGEST: usize = 1000;

/// The URL with all its faults put right; `None` where there is none, and where the product itself is unknown.
pub(crate) fn corrected(url: &Url, now: Timestamp) -> Option<Corrected> {
    let (origin, moved) = origin(url)?;
    let mut draft = UrlDraft::of(url);
    let path = match &mut draft {
        Some(draft) => {
            draft.put_right(now)?;
            draft.target()
        }
        // A page and not data: only the host can be at fault.
        None if url.path().starts_with("/weatherapi/") => url.request_target(),
        None => return None,
    };
    let changed = moved || draft.as_ref().is_some_and(|draft| draft.changed);
    let url = Url::parse(&format!("{origin}{path}")).ok().filter(|url| changed && url.wire().len() <= LONGEST)?;
    Some(Corrected { url, add: draft.map(|draft| draft.add).unwrap_or_default() })
}

/// Scheme and host of the data, and whether they are other than those of the URL; `None` for hosts that have nothing to
/// do with them.
fn origin(url: &Url) -> Option<(String, bool)> {
    const API: &str = "https://api.met.no";
    let is_alias = customer_alias(&url.host()).is_some();
    match hosts::advice(url) {
        Some(advice) if !advice.is_moved => None,
        None if Service::of(url) != Service::Met => None,
        Some(_) if url.host_without_dot() != "api.met.no" => Some((API.to_owned(), true)),
        _ if url.scheme() == Scheme::Http => Some((API.to_owned(), true)),
        // Whose alias it is, is hidden, and its owner knows it.
        _ if is_alias => Some((API.to_owned(), false)),
        dotted => {
            let host = url.host_field().replacen("api.met.no.", "api.met.no", 1);
            Some((format!("https://{host}"), dotted.is_some()))
        }
    }
}

/// A request for data, taken apart.
struct UrlDraft {
    product: String,
    version: String,
    endpoint: String,
    parameters: Vec<UrlPart>,
    /// What only the user can supply.
    add: Vec<String>,
    changed: bool,
}

/// A parameter, decoded and as it is written.
struct UrlPart {
    name: String,
    value: String,
    written: String,
}

impl UrlPart {
    fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.written = match self.written.split_once('=') {
            Some((_, value)) => format!("{name}={value}"),
            None => name.to_owned(),
        };
    }

    fn set(&mut self, value: String) {
        self.written = format!("{}={value}", self.name);
        self.value = value;
    }
}

impl UrlDraft {
    /// The parts of a URL that asks for data, wherever in its path the product is.
    fn of(url: &Url) -> Option<Self> {
        let mut segments = url.path().split('/').filter(|segment| !segment.is_empty()).peekable();
        let is_below = segments.next_if_eq(&"weatherapi").is_some();
        let is_product = |name: &&str| is_below || (products::is_known(name) && !products::is_elsewhere(name));
        let product = segments.find(is_product)?.to_owned();
        let version = segments.next().unwrap_or_default().to_owned();
        let endpoint = segments.collect::<Vec<_>>().join("/");
        let query = product_request::pasted_query(url);
        let part = |parameter: Parameter| {
            let end = parameter.start + parameter.length;
            let written = query.get(parameter.start..end).unwrap_or_default().to_owned();
            UrlPart { name: parameter.name, value: parameter.value, written }
        };
        let parameters: Vec<UrlPart> = ProductRequest::parameters_of(url).into_iter().map(part).collect();
        let asked = ProductRequest { product, version, endpoint, parameters: Vec::new() };
        let lacks_version = asked.version.is_empty() && !parameters.is_empty();
        if !asked.is_for_data() && !lacks_version {
            return None;
        }
        let plain: Vec<&str> = parameters.iter().map(|part| part.written.as_str()).collect();
        let changed = query.trim_matches('&') != plain.join("&") || !is_below || url.path().contains("//");
        let ProductRequest { product, version, endpoint, .. } = asked;
        Some(Self { product, version, endpoint, parameters, add: Vec::new(), changed })
    }

    /// Path and query.
    fn target(&self) -> String {
        let query: Vec<&str> = self.parameters.iter().map(|part| part.written.as_str()).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/weatherapi/{}/{}/{}{mark}{}", self.product, self.version, self.endpoint, query.join("&"))
    }

    /// Puts right one part after the other, each as the ones before it came out; `None` where one of them cannot be
    /// determined.
    fn put_right(&mut self, now: Timestamp) -> Option<()> {
        if !products::is_known(&self.product) {
            self.product = products::nearest(&self.product)?.to_owned();
            self.changed = true;
        }
        self.settle_version(now)?;
        self.settle_endpoint();
        self.settle_names();
        self.settle_values();
        self.settle_place();
        let wanted = products::mandatory(&self.product, &self.version, self.endpoint_name());
        for name in wanted {
            if self.place_of(name).is_none() && !self.add.iter().any(|add| add.starts_with(name)) {
                self.add.push((*name).to_owned());
                self.changed = true;
            }
        }
        Some(())
    }

    fn endpoint_name(&self) -> &str {
        self.endpoint.split('.').next().unwrap_or_default()
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|part| part.name == name)
    }

    fn settle_version(&mut self, now: Timestamp) -> Option<()> {
        if !is_version(&self.version) {
            let rest = std::mem::take(&mut self.version);
            self.endpoint = [rest, std::mem::take(&mut self.endpoint)].join("/").trim_matches('/').to_owned();
        }
        let known = products::version(&self.product, &self.version);
        let row = known.or_else(|| nearest_version(&self.product, &self.version))?;
        if !row.is_over(now) {
            self.changed |= self.version != row.version;
            row.version.clone_into(&mut self.version);
            return Some(());
        }
        let next = products::live_successor(row, now)?;
        let translation = products::translation(&self.product, next)?;
        let kept = products::endpoints(next.product, next.version).contains(&self.endpoint_name());
        if !kept {
            translation.endpoint.clone_into(&mut self.endpoint);
        }
        let name = |old: &str| translation.parameters.iter().find(|(from, _)| *from == old).map(|(_, to)| *to);
        self.parameters.retain_mut(|part| {
            let wanted = alias(&part.name).unwrap_or(&part.name);
            let new = name(wanted);
            if let Some(new) = new.filter(|new| part.name != *new) {
                part.rename(new);
            }
            new.is_some()
        });
        next.product.clone_into(&mut self.product);
        next.version.clone_into(&mut self.version);
        self.changed = true;
        Some(())
    }

    fn settle_endpoint(&mut self) {
        let lacks = self.endpoint_name().is_empty() && !self.parameters.is_empty();
        let known = products::endpoints(&self.product, &self.version);
        if let Some(first) = known.first().filter(|_| lacks && products::needs_endpoint(&self.product, &self.version)) {
            let endpoint = match self.endpoint.as_str() {
                ".xml" if known.contains(&"classic") => "classic.xml".to_owned(),
                suffix => format!("{first}{suffix}"),
            };
            self.endpoint = endpoint;
            self.changed = true;
        }
    }

    /// Gives parameters the names that they have in this version.
    fn settle_names(&mut self) {
        let place = products::mandatory(&self.product, &self.version, self.endpoint_name()).contains(&"lat");
        for at in 0..self.parameters.len() {
            let name = self.parameters.get(at).map(|part| part.name.clone()).unwrap_or_default();
            let new = match alias(&name) {
                Some(new) if place => Some(new),
                _ if name == "msl" && needs_altitude(&self.product, &self.version) => Some("altitude"),
                _ => None,
            };
            if let Some(new) = new {
                // What has its right name as well is left out.
                let doubled = self.place_of(new).is_some();
                if let Some(part) = self.parameters.get_mut(at) {
                    part.rename(if doubled { "" } else { new });
                }
                self.changed = true;
            }
        }
        self.parameters.retain(|part| !part.name.is_empty());
    }

    /// Writes numbers as MET reads them, within the decimals that the terms allow.
    fn settle_values(&mut self) {
        let (mut add, mut changed) = (Vec::new(), self.changed);
        self.parameters.retain_mut(|part| {
            let value = match part.name.as_str() {
                "lat" | "lon" => numbers::rewritten(&part.value),
                "altitude" => numbers::whole(&part.value),
                _ => {
                    if product_request::float(&part.value).is_none()
                        && part.written.split_once('=').is_some_and(|(_, written)| is_offset(written))
                    {
                        part.written = part.written.replace('+', "%2B");
                        changed = true;
                    }
                    return true;
                }
            };
            match value {
                Some(value) if value == part.value => {}
                Some(value) => {
                    // A plus sign is left out, and is not a fault.
                    changed |= value != part.value.trim_start_matches('+');
                    part.set(value);
                }
                None => {
                    if part.name != "altitude" {
                        add.push(format!("{} as digits with a point", part.name));
                    }
                    changed = true;
                    return false;
                }
            }
            true
        });
        self.add.append(&mut add);
        self.changed = changed;
    }

    /// Puts the place on the globe, where it is clear which one is meant.
    fn settle_place(&mut self) {
        let (lat, lon) = (self.place_of("lat"), self.place_of("lon"));
        let value = |at: Option<usize>| self.parameters.get(at?).map(|part| part.value.clone());
        let (written_lat, written_lon) = (value(lat), value(lon));
        match numbers::degrees(&self.product, written_lat.as_deref(), written_lon.as_deref()) {
            Degrees::Fine => {}
            Degrees::Exchanged => {
                for (at, value) in [(lat, written_lon), (lon, written_lat)] {
                    if let (Some(part), Some(value)) = (at.and_then(|at| self.parameters.get_mut(at)), value) {
                        part.set(value);
                    }
                }
                self.changed = true;
            }
            Degrees::Wrong { lat: latitude, lon: longitude } => {
                if let (Some(part), Some(Some(value))) = (lon.and_then(|at| self.parameters.get_mut(at)), &longitude) {
                    part.set(value.clone());
                }
                if latitude {
                    self.parameters.retain(|part| part.name != "lat");
                    self.add.push("lat from -90 to 90 degrees".to_owned());
                }
                if longitude == Some(None) {
                    self.parameters.retain(|part| part.name != "lon");
                    self.add.push("lon from -180 to 180 degrees".to_owned());
                }
                self.changed = true;
            }
        }
    }
}

/// Whether a part of a path has the form of a version, right or not.
pub(super) fn is_version(text: &str) -> bool {
    text == "_" || text.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
}

/// The version of a product that was likely meant: the same number written in another way, else the one to use, else
/// the last that there was.
fn nearest_version(product: &str, version: &str) -> Option<&'static Version> {
    let wanted = products::number(version.trim_start_matches(['v', 'V']));
    let same = products::versions(product).find(|row| wanted.is_some() && products::number(row.version) == wanted);
    same.or_else(|| products::current(product)).or_else(|| products::versions(product).last())
}
