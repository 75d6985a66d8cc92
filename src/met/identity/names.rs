//! The names in User-Agents that say nothing about who is asking, and the contacts that reach no one.

/// Names of libraries, runtimes and tools. MET names okhttp, Dalvik, fhttp, Java and wget; the others are the default
/// names of common HTTP clients and platforms.
#[rustfmt::skip]
pub(super) const GENERIC: &[&str] = &[
    "aiohttp", "akka-http", "alamofire", "android", "apache-httpasyncclient", "apache-httpclient", "arduino",
    "arduinohttpclient", "autohotkey", "axios", "boost.beast", "bun", "cfnetwork", "clj-http", "cpp-httplib",
    "cpprestsdk", "cpython", "curl", "dalvik", "dart", "darwin", "deno", "dotnet", "elixir", "embarcadero", "erlang",
    "esp-idf", "esp32", "esp32httpclient", "esp8266httpclient", "esphome", "faraday", "fhttp", "finch",
    "go-http-client", "google-apps-script", "got", "grequests", "guzzlehttp", "hackney", "http-conduit", "http-kit",
    "http.jl", "http.rb", "http4s-client", "httpclient", "httpie", "httpoison", "httprb", "httpx", "httr", "httr2",
    "hyper", "indy", "insomnia", "jakarta", "java", "java-http-client", "jersey", "jetty", "ktor", "ktor-client", "ky",
    "lavf", "libcurl", "libsoup", "libwww-perl", "lua-resty-http", "luasocket", "lwp", "lwp::simple", "lwp::useragent",
    "matlab", "mechanize", "micropython", "microsoft.data.mashup", "mint", "mojo", "mojolicious", "needle",
    "nim-httpclient", "node", "node-fetch", "node.js", "nodejs", "nsurlconnection", "okhttp", "pekko-http", "perl",
    "php", "postmanruntime", "powerquery", "powershell", "pycurl", "python", "python-aiohttp", "python-httpx",
    "python-requests", "python-urllib", "python-urllib3", "r", "r-curl", "rainmeter", "rcurl", "reactornetty",
    "requests", "reqwest", "rest-client", "restsharp", "retrofit", "ruby", "scalaj-http", "scrapy", "sttp",
    "superagent", "swift", "symfony", "tcl", "tornado", "treq", "twisted", "typhoeus", "undici", "unirest", "unknown",
    "ureq", "urlgrabber", "urllib", "urllib3", "vert.x-web-client", "webclient", "webparser", "wget",
    "windowspowershell", "winhttp", "winhttp.winhttprequest.5", "wolfram", "xh", "zend\\http\\client",
    "zend_http_client",
];

/// Words that stand beside the name of a library and name nothing: `Rainmeter WebParser plugin`, `ESP32 HTTP
/// Client/1.0`.
pub(super) const FILLERS: &[&str] = &["client", "framework", "http", "https", "library", "plugin", "uri", "user-agent"];

/// Platforms that name themselves within a comment only.
pub(super) const PLATFORMS: &[&str] = &["google-apps-script", "indy library", "winhttp", "winhttp.winhttprequest.5"];

/// Sites of the makers of libraries and platforms: a contact of theirs reaches no one who knows the application.
#[rustfmt::skip]
pub(super) const SITES_OF_MAKERS: &[&str] = &[
    "curl.se", "dart.dev", "docs.guzzlephp.org", "dotnet.microsoft.com", "esphome.io", "github.com/axios/axios",
    "github.com/bitinn/node-fetch", "github.com/encode/httpx", "github.com/node-fetch/node-fetch",
    "github.com/psf/requests", "github.com/sindresorhus/got", "github.com/square/okhttp", "go.dev", "go.microsoft.com",
    "golang.org", "lwp.linpro.no", "nodejs.org", "php.net", "python-requests.org", "python.org",
    "requests.readthedocs.io", "rubygems.org", "scrapy.org", "script.google.com", "www.gnu.org",
];

/// Names that documents, examples and tests use where a contact should stand (RFC 2606 and their kind).
#[rustfmt::skip]
pub(super) const PLACEHOLDERS: &[&str] = &[
    "example.com", "example.org", "example.net", "example.edu", "localhost", "test@test", "foo@bar", "user@domain",
    "your@email", "youremail", "your-email", "your.email", "yourdomain", "your-domain", "yoursite", "mydomain.com",
    "domain.com", "email@email",
];

/// Local parts of addresses that no one reads.
#[rustfmt::skip]
pub(super) const UNREAD: &[&str] = &[
    "devnull", "do-not-reply", "do_not_reply", "donotreply", "no-reply", "no_reply", "nobody", "none", "noreply",
    "null",
];

/// Hosts of repositories, whose first path segment is the name of their owner.
pub(super) const REPOSITORIES: &[&str] = &["bitbucket.org", "codeberg.org", "github.com", "gitlab.com", "sr.ht"];

/// Names that documents put where the owner of a repository belongs.
#[rustfmt::skip]
pub(super) const OWNERS: &[&str] = &[
    "account", "my-name", "my-org", "my-username", "myname", "myorg", "myuser", "myusername", "org", "organisation",
    "organization", "owner", "some-user", "someuser", "user", "user-name", "username", "your",
];

/// What documents put after `your` where a name belongs: `yourdomain`, `your-email`, `YOUR_CONTACT`.
#[rustfmt::skip]
pub(super) const YOURS: &[&str] = &[
    "account", "address", "app", "appname", "application", "company", "contact", "domain", "email", "github",
    "githubname", "githubusername", "handle", "mail", "name", "org", "organisation", "organization", "project", "repo",
    "repository", "server", "site", "url", "user", "username", "website",
];

/// Top-level domains beside those of countries, for a name that has neither a scheme nor a mailbox.
#[rustfmt::skip]
pub(super) const TOP_LEVEL: &[&str] = &[
    "academy", "agency", "amsterdam", "berlin", "bzh", "cymru", "eus", "gal", "hamburg", "koeln", "london", "nyc",
    "paris", "quebec", "scot", "tokyo", "wales", "wien", "app", "asia", "biz", "blog", "business", "cat", "center",
    "chat", "city", "click", "cloud", "club", "codes", "com", "community", "company", "coop", "design", "dev",
    "digital", "earth", "edu", "email", "energy", "engineer", "engineering", "events", "express", "farm", "finance",
    "foundation", "fun", "games", "garden", "global", "gmbh", "gov", "green", "group", "guide", "guru", "homes",
    "host", "house", "inc", "info", "ink", "int", "international", "jobs", "land", "life", "link", "live", "llc",
    "ltd", "media", "mil", "mobi", "museum", "name", "net", "network", "news", "nrw", "one", "online", "org", "page",
    "photo", "photos", "post", "press", "pro", "report", "rocks", "run", "sale", "school", "science", "services",
    "shop", "site", "social", "software", "solar", "solutions", "space", "store", "studio", "support", "swiss",
    "systems", "team", "tech", "technology", "tel", "today", "tools", "top", "tours", "travel", "university", "vip",
    "watch", "weather", "website", "wiki", "work", "works", "world", "xyz", "zone",
];

/// The top-level domains of countries and territories, and of the European Union.
pub(super) const COUNTRIES: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo \
    br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj \
    fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm \
    jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt \
    mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw qa re ro rs ru rw sa sb \
    sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy \
    uz va vc ve vg vi vn vu wf ws ye yt za zm zw";
