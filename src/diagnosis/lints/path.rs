//! The path of a URL: product, version and endpoint.

use super::corrected::is_version;
use super::{Lint, LintContext, plain};
use crate::diagnosis::catalogue::client::{NOT_FOUND, UNKNOWN_PRODUCT, UNKNOWN_VERSION};
use crate::diagnosis::catalogue::lints::{FRONT_PAGE, MISSING_ENDPOINT, VERSION_PLACEHOLDER};
use crate::diagnosis::severity::Certainty;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::product_request::ProductRequest;
use crate::met::products;
use crate::text::escape::{clip, escape};

/// The pages of api.met.no beside the products, by the first part of their path.
const PAGES: &[&str] = &[
    "",
    "about",
    "apis.json",
    "blog",
    "changelog",
    "contact",
    "doc",
    "favicon.ico",
    "feed",
    "healthz",
    "images",
    "license",
    "license_data.html",
    "news",
    "robots.txt",
    "schemas",
    "static",
    "status",
    "weatherapi",
];

/// The front page, or the list of the products: pages for people, which hold no data.
pub(super) fn front_page(url: &Url, now: Timestamp) -> Option<Lint> {
    let what = match url.path().trim_end_matches('/') {
        "" => "the front page of the API",
        "/weatherapi" => "the list of products",
        _ => return None,
    };
    let lint = plain(&FRONT_PAGE, format!("This is {what}, which has no weather data"), url, now);
    Some(lint.help("name a product, such as locationforecast/2.0/compact; metstatus products lists them"))
}

/// A path that is neither that of a product nor that of a page.
pub(super) fn no_product(url: &Url, asked: Option<&ProductRequest>, now: Timestamp) -> Option<Lint> {
    let mut parts = url.path().split('/').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let is_page = PAGES.contains(&first) && !url.path().starts_with("/weatherapi//");
    let lacks_version = asked.is_some_and(|asked| {
        products::is_known(&asked.product)
            && ((asked.version.is_empty() && !asked.parameters.is_empty())
                || (!asked.version.is_empty() && !is_version(&asked.version) && asked.is_for_data()))
    });
    let message = if lacks_version {
        let product = asked.map(|asked| clip(&escape(&asked.product), 40)).unwrap_or_default();
        format!("The path has no version after {product}; data is at /weatherapi/PRODUCT/VERSION/ENDPOINT")
    } else if is_page {
        return None;
    } else {
        "The path is not that of a product; data is at /weatherapi/PRODUCT/VERSION/ENDPOINT".to_owned()
    };
    let lint = plain(&NOT_FOUND, message, url, now);
    Some(match lint.help.is_empty() {
        true => lint.help("look up the product's URL at https://api.met.no/weatherapi"),
        false => lint,
    })
}

pub(super) fn unknown_product(context: &LintContext<'_>) -> Option<Lint> {
    let asked = context.asked;
    if products::is_known(&asked.product) || !is_version(&asked.version) {
        return None;
    }
    let product = clip(&escape(&asked.product), 40);
    let lint = context.lint(&UNKNOWN_PRODUCT, format!("Unknown product {product}"), None).likely();
    let tail = escape(&format!("{}/{}/{}", asked.product, asked.version, asked.endpoint));
    let lint = Lint { tail, mark: Some(0..escape(&asked.product).chars().count()), ..lint };
    Some(match products::nearest(&asked.product) {
        Some(near) => Lint { help: [vec![format!("did you mean {near}?")], lint.help.clone()].concat(), ..lint },
        None => lint.help("compare the name with the list at https://api.met.no/weatherapi"),
    })
}

pub(super) fn unknown_version(context: &LintContext<'_>) -> Option<Lint> {
    let asked = context.asked;
    let is_known = products::version(&asked.product, &asked.version).is_some();
    if is_known || asked.version == "_" || !is_version(&asked.version) {
        return None;
    }
    let known = products::listed(&asked.product, context.now)?;
    let (product, version) = (clip(&escape(&asked.product), 40), clip(&escape(&asked.version), 20));
    let message = format!("Unknown version {version} of {product}; known versions: {known}");
    Some(context.lint(&UNKNOWN_VERSION, message, None).likely())
}

pub(super) fn placeholder_version(context: &LintContext<'_>) -> Option<Lint> {
    if context.asked.version != "_" {
        return None;
    }
    let message = "_ instead of a version returns pages about the product, not data".to_owned();
    let lint = context.lint(&VERSION_PLACEHOLDER, message, None);
    Some(match lint.help.is_empty() {
        true => lint.help("write the version of the product, from the list at https://api.met.no/weatherapi"),
        false => lint,
    })
}

pub(super) fn endpoint(context: &LintContext<'_>) -> Option<Lint> {
    let asked = context.asked;
    let lacks = asked.endpoint_name().is_empty() && !asked.parameters.is_empty();
    if !lacks || !products::needs_endpoint(&asked.product, &asked.version) {
        return None;
    }
    let known = products::endpoints(&asked.product, &asked.version);
    let name = escape(&format!("{}/{}", asked.product, asked.version));
    let message = format!("{name} requires an endpoint after its version");
    let lint = context.lint(&MISSING_ENDPOINT, message, None);
    Some(match known.split_first() {
        Some((_, others)) if !others.is_empty() => lint.help(format!("other endpoints: {}", others.join(", "))),
        Some(_) => lint,
        None => lint.help("look up the endpoints in the product's documentation"),
    })
}

impl Lint {
    /// The same, as what is likely: the table is not MET's own.
    fn likely(mut self) -> Self {
        self.certainty = Certainty::Likely;
        self
    }
}
