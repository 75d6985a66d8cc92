//! The X-ErrorClass values that MET's backends send with 4xx and 5xx answers.
//!
//! Most of the names are those of MET's documentation at
//! <https://api.met.no/weatherapi/documentation>. The list is open: a value that is not in it must
//! be shown as it came, never dropped. An answer without the header possibly comes from a server
//! in front of the backends.

/// One value of X-ErrorClass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorClass {
    /// The name, spelled as on the wire.
    pub name: &'static str,
    /// The status codes to expect with it; not a promise of MET's.
    pub statuses: &'static [u16],
    /// What the backend says by it.
    pub meaning: &'static str,
    /// What the caller does about it.
    pub advice: &'static str,
}

/// The class with this name, in whatever case it is written.
///
/// The list is open. For a name that is not known, show the name itself.
pub(crate) fn error_class(name: &str) -> Option<&'static ErrorClass> {
    ERROR_CLASSES.iter().find(|class| class.name.eq_ignore_ascii_case(name))
}

/// The known classes: first the faults of the request, then refusals, then missing data, then the
/// faults of the server.
pub static ERROR_CLASSES: &[ErrorClass] = &[
    ErrorClass {
        name: "Doesnotapply",
        statuses: &[404],
        meaning: "The product does not have the requested operation.",
        advice: "Look up the endpoints in the product's documentation.",
    },
    ErrorClass {
        name: "Encoding",
        statuses: &[400],
        meaning: "The request is not valid UTF-8, the only encoding allowed.",
        advice: "Encode parameters as UTF-8 before you percent-encode them.",
    },
    ErrorClass {
        name: "Format",
        statuses: &[400],
        meaning: "Something in the request has an invalid format.",
        advice: "Find the invalid value in the response body, and write it as the documentation shows.",
    },
    ErrorClass {
        name: "Parameter",
        statuses: &[400],
        meaning: "A parameter is missing or has an invalid value.",
        advice: "Find the parameter's name in the response body, and add or correct it.",
    },
    ErrorClass {
        name: "Validation",
        statuses: &[400],
        meaning: "The request did not pass validation; probably a value is not allowed.",
        advice: "Compare the parameters with the product's documentation.",
    },
    ErrorClass {
        name: "Accesscontrol",
        statuses: &[403, 401],
        meaning: "Access control refused the request.",
        advice: "Compare your User-Agent with the Terms of Service; if it complies, e-mail weatherapi-adm@met.no with \
                 it and your IP address.",
    },
    ErrorClass {
        name: "Permissiondenied",
        statuses: &[403, 401],
        meaning: "The client has no permission for this resource.",
        advice: "Check that the product is public; if it is, e-mail weatherapi-adm@met.no with your IP address and \
                 User-Agent.",
    },
    ErrorClass {
        name: "IllegalUserAgent",
        statuses: &[403],
        // Seen with one third party, so the spelling on the wire may differ.
        meaning: "The User-Agent is missing or not acceptable to MET.",
        advice: "Send a User-Agent with your application's name, its version and a real contact.",
    },
    ErrorClass {
        name: "Nodata",
        statuses: &[404],
        meaning: "There is no data for this request.",
        advice: "Check the parameters, and retry at your next scheduled poll.",
    },
    ErrorClass {
        name: "Outsidetimerange",
        statuses: &[404, 422],
        meaning: "There is no data for the requested date or time.",
        advice: "Request a time within the range given in the response body or the documentation.",
    },
    ErrorClass {
        name: "Outsidegeographicarea",
        statuses: &[422],
        meaning: "The location is outside the product's coverage area.",
        advice: "Check that lat and lon are not swapped, or use a product that covers the place.",
    },
    ErrorClass {
        name: "Ratelimitation",
        statuses: &[429],
        meaning: "The request rate is limited.",
        advice: "Reduce your traffic at once; if it is light already, check your User-Agent.",
    },
    ErrorClass {
        name: "Internal",
        statuses: &[500],
        meaning: "An error inside the API.",
        advice: "Retry at your next scheduled poll, and check https://status.met.no.",
    },
    ErrorClass {
        name: "ErrorFromBackend",
        statuses: &[502],
        meaning: "A backend service of the API reported an error.",
        advice: "Retry at your next scheduled poll, and check https://status.met.no.",
    },
    ErrorClass {
        name: "Unexpectedmissingdata",
        statuses: &[502],
        meaning: "The API cannot find data that should exist. Before version 3 of the API (2017) this was a 404.",
        advice: "Retry at your next scheduled poll, and use your cached copy in the meantime.",
    },
    ErrorClass {
        name: "ServiceUnavailable",
        statuses: &[503],
        meaning: "The service is temporarily unavailable.",
        advice: "Retry at your next scheduled poll, and check https://status.met.no.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_known_classes_are_listed_once() {
        assert_eq!(ERROR_CLASSES.len(), 16);
        for (index, class) in ERROR_CLASSES.iter().enumerate() {
            let first = ERROR_CLASSES.iter().position(|other| other.name.eq_ignore_ascii_case(class.name));
            assert_eq!(first, Some(index), "{}", class.name);
        }
    }

    #[test]
    fn lookup_ignores_ascii_case() {
        for class in ERROR_CLASSES {
            assert_eq!(error_class(class.name), Some(class));
            assert_eq!(error_class(&class.name.to_ascii_lowercase()), Some(class));
            assert_eq!(error_class(&class.name.to_ascii_uppercase()), Some(class));
        }
    }

    #[test]
    fn unknown_names_are_not_found() {
        for name in ["", "Parameters", "Parameter ", "Nodatä", "Metno::Internal"] {
            assert_eq!(error_class(name), None, "{name:?}");
        }
    }

    #[test]
    fn texts_are_tidy() {
        for class in ERROR_CLASSES {
            assert!(class.name.bytes().all(|byte| byte.is_ascii_alphabetic()));
            assert!(!class.statuses.is_empty(), "{}", class.name);
            assert!(class.statuses.iter().all(|code| (400..600).contains(code)));
            for text in [class.meaning, class.advice] {
                assert!(text.ends_with('.'), "{text}");
                assert_eq!(text, text.trim());
                assert!(!text.contains("  ") && !text.contains('\n'), "{text}");
                assert!(!text.contains("example."), "{text}");
            }
        }
    }
}
