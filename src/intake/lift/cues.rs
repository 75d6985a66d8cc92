//! The words beside a number that make it a status, in the languages in which programs, systems and their users write.
//! A new word is one entry here; all are in lower case.

/// Words right before a number that make it a status wherever they are.
#[rustfmt::skip]
pub(super) const CUES: &[&str] = &[
    "status code", "status-code", "status_code", "statuscode", "http status", "http_status", "httpstatus",
    "http error", "http error code", "http code", "http_code", "httpcode", "response code", "response_code",
    "responsecode", "response status", "unexpected status", "bad status", "invalid status", "returned error",
    "remote server returned an error", "httperror", "httpexception", "httpstatusexception", "clientresponseerror",
    "clienterror", "authfailureerror", "servererror", "http exception", "fehler zurückgegeben", "código de estado",
    "código de respuesta", "code d'état", "code d’état", "code de statut", "codice di stato", "feilkode", "fehlercode",
    "statuskode", "http", "status",
    // Other languages.
    "statuskod", "felkod", "fejlkode", "tilakoodi", "tilakoodin", "código de estado", "codigo de estado",
    "código de status", "codice di stato", "code d'état", "kod stanu", "kod odpowiedzi", "код состояния", "код ответа",
    "状态码", "狀態碼", "状态代码", "ステータスコード", "상태 코드",
];

/// Words that do so only beside a URL or the word HTTP, since they go before other numbers as well.
#[rustfmt::skip]
pub(super) const WEAK_CUES: &[&str] = &[
    "returned", "returns", "return", "response", "responded", "responded with", "replied", "replied with", "answered",
    "got", "received", "error", "error code", "code", "failed", "failed with", "failure", "error calling url",
    "result", "gave", "exception", "err", "crawled", "feil", "fehler", "erreur",
    // Other languages: the code, the error, and what a server did.
    "kod", "kode", "kodu", "kodem", "koodi", "koodin", "codice", "código", "codigo", "код", "кодом", "статус",
    "статусом", "状态", "代码", "コード", "코드", "fel", "fejl", "virhe", "errore", "erro", "błąd", "ошибка", "错误", "錯誤", "エラー",
    "오류", "returnerte", "returnerade", "returnerede", "svarte med", "svarade med", "svarede med", "antwortete mit",
    "répondu", "répondu avec", "respondió con", "devolvió", "respondeu com", "retornou", "risposto con", "restituito",
    "zwrócił", "вернул", "ответил", "palautti", "返回", "返した",
];

/// Words before a cue that make it one of something else.
#[rustfmt::skip]
pub(super) const OTHERS: &[&str] = &[
    "exit", "exited", "exits", "return", "process", "signal", "child", "job", "signed", "errno",
];

/// What follows a number that counts or measures.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "ms", "s", "kb", "mb", "bytes", "px", "times", "seconds", "minutes", "lines",
];

/// The same in languages without blanks between words.
pub(super) const WIDE_UNITS: &[&str] = &[
    "毫秒",
    "秒",
    "分",
    "行",
    "个",
    "個",
    "次",
    "条",
    "條",
    "件",
    "米",
    "人",
    "年",
    "月",
    "日",
    "ミリ秒",
    "초",
    "개",
    "명",
];
