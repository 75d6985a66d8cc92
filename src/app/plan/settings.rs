//! The settings of the network, from the options and the environment.

use std::ffi::OsString;
use std::io::Read as _;
use std::net::SocketAddr;

use crate::app::args::choices::RootsChoice;
use crate::app::args::request::Connecting;
use crate::error::UsageError;
use crate::http::uri::proxy;
use crate::http::uri::target::{Scheme, Url};
use crate::text::escape::{Text, clip, escape, format_path};
use crate::text::size::format_size;
use crate::world::{Family, NetSettings, ProxySetting, Roots, World};

/// How requests are to be sent.
///
/// # Errors
/// When an option or a variable cannot be used, or the file of `--cacert` cannot be read.
pub(crate) fn net_settings(connecting: &Connecting, world: &World<'_>) -> Result<NetSettings, UsageError> {
    let family = match (connecting.ipv4, connecting.ipv6) {
        (true, _) => Family::V4,
        (_, true) => Family::V6,
        _ => Family::Any,
    };
    let (http_proxy, https_proxy, no_proxy) = proxies(connecting, world)?;
    Ok(NetSettings {
        roots: roots(connecting, world)?,
        http_proxy,
        https_proxy,
        no_proxy,
        family,
        resolve: connecting.resolve.iter().map(|text| parse_resolve(text)).collect::<Result<_, _>>()?,
    })
}

/// The largest file of certificates that is read, in bytes: all authorities of the web fit in a quarter of it.
pub const MAX_CERTIFICATES: u64 = 4 * 1024 * 1024;

fn roots(connecting: &Connecting, world: &World<'_>) -> Result<Roots, UsageError> {
    let Some(file) = &connecting.cacert else {
        return Ok(match connecting.roots {
            RootsChoice::Platform => Roots::Platform,
            RootsChoice::Bundled => Roots::Bundled,
        });
    };
    let shown = format_path(file);
    let mut pem = Vec::new();
    (world.open)(file)
        .and_then(|file| file.reader.take(MAX_CERTIFICATES + 1).read_to_end(&mut pem))
        .map_err(|error| UsageError::new(format!("--cacert {shown}: {error}")))?;
    if pem.len() as u64 > MAX_CERTIFICATES {
        return Err(UsageError::new(format!(
            "--cacert {shown}: it is larger than {}, the limit",
            format_size(MAX_CERTIFICATES)
        )));
    }
    Ok(Roots::Pem(pem))
}

type Proxies = (Option<ProxySetting>, Option<ProxySetting>, Option<String>);

fn proxies(connecting: &Connecting, world: &World<'_>) -> Result<Proxies, UsageError> {
    let no_proxy = ["no_proxy", "NO_PROXY"].iter().find_map(|&name| Some((name, (world.env)(name)?)));
    let no_proxy = no_proxy.map(|(name, value)| into_utf8(value, name)).transpose()?;
    if let Some(proxy) = &connecting.proxy {
        let proxy = check_proxy(proxy.clone(), "--proxy")?;
        return Ok((proxy.clone(), proxy, no_proxy));
    }
    let of = |scheme| match proxy::from_environment(scheme, world.env) {
        Some((name, value)) => check_proxy(value, name),
        None => Ok(None),
    };
    Ok((of(Scheme::Http)?, of(Scheme::Https)?, no_proxy))
}

/// A proxy's URL, checked for its form; http is meant where no scheme is given.
///
/// # Errors
/// When it is not one.
pub(crate) fn check_proxy(value: OsString, name: &str) -> Result<Option<ProxySetting>, UsageError> {
    let text = into_utf8(value, name)?;
    if text.is_empty() {
        return Ok(None);
    }
    let url = if text.contains("://") { text } else { format!("http://{text}") };
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let known = ["http", "https", "socks4", "socks4a", "socks5", "socks5h", "socks"]
        .contains(&scheme.to_ascii_lowercase().as_str());
    let authority = rest.trim_end_matches('/');
    match Url::parse(&format!("http://{authority}")) {
        Ok(parsed) if known && parsed.path().is_empty() && parsed.query().is_none() => {
            Ok(Some(ProxySetting { url: with_port(scheme, authority), set_by: name.to_owned() }))
        }
        // The text may hold a password, so it is not shown.
        _ => Err(UsageError::new(format!("{name}: it is not a proxy URL"))
            .help("write it as http://HOST:PORT or socks5://HOST:PORT")),
    }
}

/// The proxy's URL with its port: 443 for https and 1080 for everything else, as in curl, where none is given.
fn with_port(scheme: &str, authority: &str) -> String {
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let has_port = host.rsplit(']').next().unwrap_or(host).contains(':');
    let port = if scheme.eq_ignore_ascii_case("https") { 443 } else { 1080 };
    if has_port { format!("{scheme}://{authority}") } else { format!("{scheme}://{authority}:{port}") }
}

/// Reads a `HOST:PORT:ADDRESS` of the option `--resolve`: host in lower case, port, address.
///
/// # Errors
/// When it is not one.
pub(crate) fn parse_resolve(text: &str) -> Result<(String, u16, SocketAddr), UsageError> {
    let wrong = || {
        UsageError::new(format!("--resolve \"{}\" is not HOST:PORT:ADDRESS", clip(&escape(text), 60)))
            .help("write it as api.met.no:443:127.0.0.1, with an IP address at the end")
    };
    let (host, rest) = text.split_once(':').ok_or_else(wrong)?;
    let (port, address) = rest.split_once(':').ok_or_else(wrong)?;
    let port: u16 = port.parse().ok().filter(|port| *port != 0).ok_or_else(wrong)?;
    let address = address.trim_start_matches('[').trim_end_matches(']');
    let ip = address.parse().map_err(|_| wrong())?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    if host.is_empty() || !host.bytes().all(is_name) {
        return Err(wrong());
    }
    Ok((host.trim_end_matches('.').to_ascii_lowercase(), port, SocketAddr::new(ip, port)))
}

/// The text of an argument or a variable.
///
/// # Errors
/// When it is not UTF-8.
pub(crate) fn into_utf8(value: OsString, name: &str) -> Result<String, UsageError> {
    value.into_string().map_err(|value| {
        let shown = Text::new(value.as_encoded_bytes()).clipped(60);
        UsageError::new(format!("{name}: \"{shown}\" is not UTF-8"))
    })
}
