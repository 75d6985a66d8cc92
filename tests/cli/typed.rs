//! What people type who do not know the program: natural questions, and what each is met with.

use crate::support::run::metstatus;

/// The arguments, the exit code, what has to be said, and what must not be.
type Row = (&'static [&'static str], i32, &'static [&'static str], &'static str);

#[test]
fn natural_questions_get_what_was_hoped_for() {
    let rows: &[Row] = &[
        (&["403", "--help"], 0, &["Usage: metstatus"], ""),
        (&["help", "403"], 0, &["403 Forbidden"], "unrecognized"),
        (&["help", "frobidden"], 3, &["\"Forbidden\""], "subcommand"),
        (&["Forbidden"], 0, &["403 Forbidden"], ""),
        (&["4XX"], 0, &["4xx client error"], ""),
        (&["200-299"], 0, &["2xx success"], ""),
        (&["40x"], 3, &["did you mean 4xx?"], ""),
        (&["4x"], 3, &["did you mean 4xx?"], ""),
        (&["success"], 0, &["2xx success"], ""),
        (&["codes", "redirection"], 0, &["301", "303"], "403"),
        (&["codes", "client errors"], 0, &["403", "404"], "301"),
        (&["codes", "teapot"], 0, &["418"], "403"),
        (&["I'm a teapot"], 0, &["418"], ""),
        (&["999"], 3, &["100 to 599", "only the server knows"], "499"),
        (&["0"], 0, &["answer-hidden", "CORS"], ""),
        (&["CORS"], 0, &["answer-hidden"], ""),
        (&["--", "-1"], 3, &["\"-1\""], "did you mean"),
        (&["api.met.no"], 3, &["https://api.met.no/", "--contact"], "not a status code"),
        (
            &["api.met.no/weatherapi/sunrise/3.0/sun?lat=1&lon=1"],
            3,
            &["'https://api.met.no/weatherapi/sunrise/3.0/sun?lat=1&lon=1'"],
            "not a status",
        ),
        (&[" <https://api.met.no/x> "], 3, &["https://api.met.no/x", "--contact"], "may not stand"),
        (&["\"https://api.met.no/x\""], 3, &["https://api.met.no/x", "--contact"], "may not stand"),
        (&["other.acme.no/x"], 3, &["https://other.acme.no/x"], ""),
        (&["locationforecast"], 0, &["locationforecast/2.0", "current", "compact, complete, classic"], "1.5  ended"),
        (&["Sunrise"], 0, &["sunrise/3.0", "current"], ""),
        (&["sunrise/3.0"], 0, &["sunrise/3.0", "current", "sun, moon"], ""),
        (&["locationforecast/2.0"], 0, &["an endpoint", "compact, complete, classic"], "missing-parameter"),
        (&["locationforcast"], 3, &["did you mean locationforecast?"], ""),
        (&["products", "locationforcast"], 3, &["did you mean locationforecast?"], ""),
        (&["products", "locationforecast/2.0/compact"], 0, &["locationforecast/2.0"], "known versions"),
        (&["products"], 0, &["sunrise/3.0", "products -v"], "sunrise/2.0"),
        (&["products", "-v"], 0, &["sunrise/3.0", "sunrise/2.0"], "products -v"),
        (&["-A", "foo", "403"], 0, &["403 Forbidden", "-A has no effect"], ""),
        (&["rules", "identity"], 0, &["user-agent-generic", "forbidden"], "dns-failure"),
        (&["rules", "403"], 0, &["forbidden"], "dns-failure"),
        (&["rules", "user-agent"], 0, &["user-agent-yr", "user-agent-missing"], "forbidden "),
        (&["rules", "http-403"], 3, &["\"http-403\""], "did you mean"),
        (&["--allow", "http-403", "403"], 3, &["\"http-403\""], "did you mean"),
        (&["ratelimit"], 0, &["429 Too Many Requests"], ""),
        (&["beta"], 0, &["203 "], ""),
        (&["deprecated"], 0, &["203 "], ""),
        (&["timeout"], 0, &["response-timeout"], ""),
        (&["read", "https://api.met.no"], 3, &["read takes files"], "os error"),
        (&["-o", "/nonexistent/x", "403"], 3, &["--output /nonexistent/x: "], ".metstatus."),
        (&["--timeout", "10", "403"], 0, &["403 Forbidden"], "unit"),
        (&["--eol-warning", "60", "403"], 0, &["403 Forbidden"], "unit"),
        (&["--contcat", "x", "403"], 3, &["--contact"], ""),
        (&["--verbos", "403"], 3, &["--verbose"], ""),
        (&["-k", "403"], 3, &["--cacert"], "as a value"),
        (&["-X", "POST", "403"], 3, &["GET requests only"], "as a value"),
        (&["--user", "a:b", "403"], 3, &["-H @FILE"], "--user-agent"),
    ];
    for (args, code, said, unsaid) in rows {
        let ran = metstatus(*args);
        let text = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, *code, "{args:?}: {text}");
        for part in *said {
            assert!(text.contains(part), "{args:?}: {part:?} is missing: {text}");
        }
        assert!(unsaid.is_empty() || !text.contains(unsaid), "{args:?}: {unsaid:?} is said: {text}");
    }
}
