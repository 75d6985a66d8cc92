//! Every setting with where it comes from, for people and as JSON.

use serde_json::json;

use super::paint::Paint;

/// What `metstatus config` shows, all of it safe to show.
pub(crate) struct Settings {
    /// The files of settings that are looked for.
    pub(crate) files: Vec<FileRow>,
    /// The folder of what is learned, where there is one.
    pub(crate) cache: Option<String>,
    /// The settings in the order of the command line.
    pub(crate) rows: Vec<SettingRow>,
}

/// A file of settings.
pub(crate) struct FileRow {
    /// Whose it is.
    pub(crate) role: &'static str,
    /// Where it is, or would be.
    pub(crate) path: String,
    /// What came of it: `read`, `absent` or `ignored`.
    pub(crate) found: &'static str,
    /// Why it is ignored.
    pub(crate) reason: Option<String>,
}

/// A setting.
pub(crate) struct SettingRow {
    /// The long name of the option.
    pub(crate) name: String,
    /// Its values; none where nothing is set.
    pub(crate) values: Vec<String>,
    /// What sets it: `option`, `environment`, `project`, `user` or `default`.
    pub(crate) source: &'static str,
    /// The variable, or the file.
    pub(crate) place: Option<String>,
    /// The line of the file, from 1.
    pub(crate) line: Option<usize>,
}

/// The settings for people.
pub(crate) fn human(settings: &Settings, paint: &Paint<'_>) -> String {
    let mut out = paint.list_heading("Files; the later takes precedence");
    for file in &settings.files {
        let found = match &file.reason {
            Some(reason) => format!("{}: {reason}", file.found),
            None => file.found.to_owned(),
        };
        out.push_str(&paint.item(&format!(" {:<12}", file.role), &format!("{} ({found})", file.path), 0));
    }
    if let Some(cache) = &settings.cache {
        out.push_str(&paint.item(&format!(" {:<12}", "cache"), cache, 0));
    }
    out.push('\n');
    out.push_str(&paint.list_heading("Settings"));
    for row in &settings.rows {
        let value = if row.values.is_empty() { "-".to_owned() } else { row.values.join(", ") };
        // The files are listed above.
        let source = match (row.line, &row.place) {
            (Some(line), _) => format!("{}, line {line}", row.source),
            (None, Some(variable)) => format!("{}: {variable}", row.source),
            (None, None) => row.source.to_owned(),
        };
        let source = if row.source == "default" { Paint::dim(&source) } else { source };
        out.push_str(&paint.row(&format!(" {:<16} {value}", row.name), 36, &source));
    }
    out
}

/// The settings as JSON.
pub(crate) fn json(settings: &Settings) -> String {
    let files: Vec<_> = settings
        .files
        .iter()
        .map(|file| json!({ "role": file.role, "path": file.path, "found": file.found, "reason": file.reason }))
        .collect();
    let rows: Vec<_> = settings
        .rows
        .iter()
        .map(|row| json!({ "name": row.name, "values": row.values, "source": row.source, "place": row.place, "line": row.line }))
        .collect();
    let all = json!({ "schema": "metstatus-config/1", "files": files, "cache": settings.cache, "settings": rows });
    format!("{all}\n")
}
