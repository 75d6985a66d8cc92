//! The schema of the report.

use std::sync::OnceLock;

use serde_json::Value;

/// Where a report does not fit the schema.
pub(crate) fn schema_problems(report: &Value) -> Vec<String> {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let text =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/contrib/metstatus-1.schema.json")).unwrap();
        jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
    });
    schema.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
