//! radar 2.0: the list of images, and an image of one dot.

use serde_json::{Value, json};

use super::Subject;

/// An image in PNG of one dot.
pub(super) const IMAGE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50, 0x0f, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d,
    0x6b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// The images of the last hour. <https://docs.api.met.no/doc/GettingStarted>
pub(super) fn list(subject: &Subject) -> Value {
    let area = subject.get("area").unwrap_or("norway").to_owned();
    let sort = subject.get("type").unwrap_or("5level_reflectivity").to_owned();
    let latest = subject.at.unix() - subject.at.unix().rem_euclid(300);
    let images = (0..12).map(|number| {
        let time = crate::http::time::date::Timestamp::from_unix(latest - number * 300).to_string();
        json!({
            "params": { "area": area, "type": sort, "content": "image", "time": time },
            "updated": time,
            "uri": format!("https://api.met.no/weatherapi/radar/2.0/?area={area}&content=image&time={time}&type={sort}"),
        })
    });
    Value::Array(images.collect())
}
