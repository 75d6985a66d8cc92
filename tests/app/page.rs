//! `metstatus audit -f html`: a page that is whole, escaped and small, whatever the log holds.

use crate::support::files;
use crate::support::run::*;

/// The most bytes of a page.
const MOST: usize = 1_000_000;

/// A line of a forward proxy's log, `at` seconds after 2026-03-30T00:00:00Z, which may be any number of days later.
fn line(at: i64, path: &str, status: u16, agent: &str) -> String {
    let (date, clock) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Day 31 of a month of 30 days is never reached: the log jumps by months.
    let (year, month, day) = (2026 + date / 336, date % 336 / 28, date % 28 + 1);
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month as usize];
    let agent = agent.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "192.0.2.77 - - [{day:02}/{month}/{year}:{:02}:{:02}:{:02} +0000] \"GET https://api.met.no/weatherapi/{path} HTTP/1.1\" {status} 3000 \"-\" \"{agent}\"\n",
        clock / 3600,
        clock / 60 % 60,
        clock % 60
    )
}

const OSLO: &str = "locationforecast/2.0/compact?lat=59.91&lon=10.75";

fn page(log: &str) -> String {
    let file = files::put("access.log", log);
    let ran = app(["audit", "-f", "html", &file]).run();
    assert!(ran.code <= 3 && !ran.stdout.is_empty(), "{}", ran.stderr);
    assert_whole(&ran.stdout);
    ran.stdout
}

/// The elements that a page may have.
const ELEMENTS: &str = "a article body code dd desc details div dl dt figcaption figure footer h1 h2 h3 h4 header \
                        li main p path section span strong summary svg table tbody td th thead title tr ul";

/// Every element that is begun ends, ids occur once, and what links lead to is there.
fn assert_whole(page: &str) {
    assert!(page.len() < MOST, "{} bytes", page.len());
    let (mut open, mut ids, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = page.split_once("</style>").map_or(page, |(_, rest)| rest);
    open.extend(["html", "head"]);
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "text with a mark: {before}");
        let (tag, following) = after.split_once('>').unwrap();
        rest = following;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "near {following:.80}");
            continue;
        }
        let name = tag.split(' ').next().unwrap();
        assert!(ELEMENTS.split(' ').any(|known| known == name), "an element that no page has: {name}");
        let value = |attribute: &str| tag.split(attribute).nth(1).and_then(|rest| rest.split('"').next());
        assert!(!tag.contains(" on") && !tag.contains(" src=") && !tag.contains(" style="), "{tag}");
        ids.extend(value(" id=\""));
        targets.extend(value(" href=\"#"));
        open.push(name);
    }
    assert_eq!(open, Vec::<&str>::new());
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id that occurs twice");
    let missing: Vec<&&str> = targets.iter().filter(|target| ids.binary_search(target).is_err()).collect();
    assert!(missing.is_empty(), "links to nothing: {missing:?}");
}

/// A day of a client that repeats each request after three seconds.
fn hasty() -> String {
    (0..240)
        .map(|i| {
            line(i * 360, OSLO, 200, "acme/1.2 ops@acme.no") + &line(i * 360 + 3, OSLO, 429, "acme/1.2 ops@acme.no")
        })
        .collect()
}

#[test]
fn page_has_charts_findings_checks_and_what_was_not_judged() {
    let page = page(&hasty());
    for part in [
        "480 requests of 1 client",
        "Requests over time by status",
        "Requests by minute of the hour",
        "Gaps between requests for a URL, in lifetimes",
        "The busiest minutes",
        "429, throttled: 240",
        "479 of 479 repeated requests came before the end of the lifetime that is usual",
        "GET locationforecast/2.0/compact?lat=59.91&amp;lon=10.75 429, 3 s after a response",
        "$http_if_modified_since (nginx), %{If-Modified-Since}i (Apache)",
        "contrib/logformats/nginx.conf",
        "role=\"img\"",
        "<th scope=\"row\">repeated-requests</th>",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("192.0.2.77"), "addresses are networks");
}

#[test]
fn page_loads_nothing_and_has_no_script() {
    let page = page(&hasty());
    for part in ["<script", "<link", "<img", "<iframe", "url(", "@import", "javascript:", "http://", "xlink"] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("default-src 'none'"));
    let links: Vec<&str> =
        page.split("https://").skip(1).filter_map(|rest| rest.split(['"', '<', '/']).next()).collect();
    assert!(
        links
            .iter()
            .all(|host| ["api.met.no", "developer.yr.no", "docs.api.met.no", "www.rfc-editor.org"].contains(host)),
        "{links:?}"
    );
}

#[test]
fn user_agents_full_of_markup_stay_text() {
    let agents = [
        "<script>alert(1)</script>/1",
        "\"><img/src=x/onerror=alert(1)>/2",
        "'/**/onclick='x/3",
        "</title></style><svg/onload=x>/4",
        "&lt;b&gt;&#x3c;i>/5",
        "]]>-->{{7*7}}${x}/6",
        "\u{202e}evil\u{1b}[31m/7",
    ];
    let log: String = (0..70).map(|i| line(i * 60, OSLO, 403, agents[i as usize % 7])).collect();
    let page = page(&log);
    assert!(page.contains("&lt;script&gt;alert"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("onload=x>"));
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
}

#[test]
fn hundred_clients_with_every_fault_make_a_small_page() {
    let long = "&lon=<%22'&>".repeat(30);
    let log: String = (0..5_000)
        .map(|i| {
            let letters = format!("app{}{}", char::from_u32(0x4e00 + i as u32 % 100).unwrap(), "x<&\"".repeat(20));
            let status = [200, 203, 403, 404, 429, 500][i as usize / 100 % 6];
            line(
                i * 7,
                &format!("locationforecast/1.9/complete?lat=60.123456;lon=10{long}{i}"),
                status,
                &format!("{letters}\"<&>"),
            )
        })
        .collect();
    let text = page(&log);
    assert!(text.contains("client-100\""), "{} bytes", text.len());
    assert!(text.contains("to keep this page small"));
}

#[test]
fn more_clients_than_are_kept_apart_are_counted() {
    let name = |i: i64| format!("app{}x/1.0 ops@acme.no", char::from_u32(0x4e00 + i as u32).unwrap());
    let text = page(&(0..3000).map(|i| line(i, OSLO, 200, &name(i))).collect::<String>());
    assert!(text.contains("further clients with") && text.contains("3,000"), "{text:.4000}");
}

#[test]
fn page_without_traffic_says_so() {
    for log in ["", "\n", "192.0.2.1 - - [30/Mar/2026:00:00:00 +0000] \"GET /x HTTP/1.1\" 200 1 \"-\" \"-\"\n"] {
        let file = files::put("access.log", log);
        let ran = app(["audit", "-f", "html", &file]).run();
        assert_eq!(ran.code, 3);
        assert_whole(&ran.stdout);
        assert!(ran.stdout.contains("No client made a request") && ran.stdout.contains("Error: "), "{}", ran.stdout);
    }
}

#[test]
fn year_of_gaps_and_jumping_clocks_keep_the_chart() {
    let mut ats: Vec<i64> = (0..300).map(|i| i * 86_400 * 336 / 300 + i % 7 * 60).collect();
    ats.extend([-86_400 * 336 * 30, 86_400 * 336 * 50, 60, 0, 5]);
    let text = page(&ats.iter().map(|at| line(*at, OSLO, 200, "acme/1.2 ops@acme.no")).collect::<String>());
    assert!(text.contains("where a long time without requests is left out"), "{text:.4000}");
    assert!(text.contains("305 requests of 1 client"));
}

#[test]
fn parts_give_the_page_of_the_whole() {
    let log = hasty();
    let body = |page: &str| page.split("<main>").nth(1).unwrap().split("id=\"sources\"").next().unwrap().to_owned();
    let whole = body(&page(&log));
    let lines: Vec<&str> = log.split_inclusive('\n').collect();
    let parts: String = lines
        .chunks(97)
        .map(|chunk| app(["audit", "--partial", &files::put("piece", chunk.concat())]).run().stdout)
        .collect();
    let merged = app(["audit", "--merge", "-f", "html", &files::put("parts", parts)]).run();
    assert_eq!(body(&merged.stdout), whole);
}

#[test]
fn page_is_for_audits_alone() {
    for arguments in
        [vec!["403", "-f", "html"], vec!["403", "--report", "html=/memory/x.html"], vec!["rules", "-f", "html"]]
    {
        let ran = app(arguments).run();
        assert_eq!(ran.code, 3);
        assert!(ran.stderr.contains("is for metstatus audit"), "{}", ran.stderr);
    }
}
