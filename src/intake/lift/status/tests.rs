use super::super::url::urls;
use super::*;

fn codes(line: &str) -> Vec<u16> {
    let spans: Vec<Range<usize>> = urls(line).into_iter().map(|found| found.span).collect();
    stated(line, &spans, || false).into_iter().map(|stated| stated.code).collect()
}

#[test]
fn numbers_with_the_words_of_a_status_are_statuses() {
    for (line, code) in [
        ("ClientResponseError: 429, message='Too Many Requests', url='https://api.acme.no/a'", 429),
        ("HTTPError: 404 Client Error: Not Found for url: https://api.acme.no/404/x", 404),
        ("urllib.error.HTTPError: HTTP Error 403: Forbidden", 403),
        ("https://api.acme.no:443 \"GET /a/200 HTTP/1.1\" 503 14", 503),
        ("HTTP Request: GET https://api.acme.no/a \"HTTP/2 502 Bad Gateway\"", 502),
        ("java.io.IOException: Server returned HTTP response code: 401 for URL: https://api.acme.no/a", 401),
        ("Response status code does not indicate success: 403 (Forbidden).", 403),
        ("status code 418", 418),
        ("statusCode: 422,", 422),
        ("{\"status\":403}", 403),
        ("DioException [bad response]: status code of 404 ", 404),
        ("GET https://api.acme.no/a 403 (Forbidden)", 403),
        ("The remote server returned an error: (403) Forbidden.", 403),
        ("curl: (22) The requested URL returned error: 403", 403),
        ("Failed to get data: [status: 400] Bad Request", 400),
        ("[sensor] https://api.acme.no/a returned 203", 203),
        ("Error calling URL: 404, https://api.acme.no/a", 404),
        ("'bad status code' Reason: Non-Authoritative Information", 203),
        ("403:Forbidden", 403),
        ("Error transferring https://api.acme.no/a - server replied: Forbidden", 403),
        ("DEBUG: Crawled (403) <GET https://api.acme.no/a> (referer: None)", 403),
        ("Der Remoteserver hat einen Fehler zurückgegeben: (403) Unzulässig.", 403),
        ("System.Net.WebException: Le serveur distant a retourné une erreur : (403) Interdit.", 403),
        ("Den eksterne serveren returnerte feil: (403) Ikke tillatt.", 403),
        ("Error en el servidor remoto: (404) No se encontró.", 404),
        ("código de estado 403 para https://api.acme.no/a", 403),
        ("Feilkode 429 fra https://api.acme.no/a etter 300 kall", 429),
        ("| https://api.acme.no/a | 403 |", 403),
        ("GET https://api.acme.no/a -> 403", 403),
        ("error https://api.acme.no/a 429", 429),
        ("https://api.acme.no/a: [503] 12ms", 503),
        ("com.android.volley.ClientError 404", 404),
        ("responseStatus=403", 403),
        ("2021-04-12 17:41:11 ERROR 404: Not Found.", 404),
        ("Exception: Failed to load weather: 403", 403),
        ("Exception: Failed to load weather: 403 https://api.acme.no/a", 403),
        ("[403] https://api.acme.no/a", 403),
        ("{User-Agent=okhttp/4.12.0} -> 403 https://api.acme.no/a", 403),
        ("Could not fetch the forecast: 429", 429),
        ("Why do I get HTTP Error 403: Forbidden?", 403),
        ("403 Forbidden is what I get, and I have no idea what the reason of it is", 403),
        ("httpx.HTTPStatusError: Client error '403 Forbidden' for url 'https://api.acme.no/a'", 403),
    ] {
        assert_eq!(codes(line), [code], "{line}");
    }
}

#[test]
fn number_without_the_words_of_a_status_is_not_one() {
    for line in [
        "we had 403 users last night",
        "What does 403 Forbidden mean?",
        "Is 404 Not Found an error?",
        "why is there a 429 Too Many Requests at night? it worked before",
        "I think that a 403 Forbidden is what the proxy sends and not the API",
        "the meeting is in room 404",
        "couldn't get hostname for :api.acme.no: getaddrinfo() returns 202, see https://api.acme.no/a",
        "my server has parts: (404) of them",
        "took 200 ms, then 503 ms",
        "connected to port 443, then 200 lines",
        "exit status 127",
        "process exited with code 137",
        "version 1.403.2 and file-403.txt and 403%",
        "status in 2024-403",
        "https://api.acme.no/status/403",
        "line 404: unexpected token",
        "error 200 metres above the sea",
        "2023-05-03 21:53:59.453 ERROR (MainThread) started",
        "returned 403 rows",
        "https://api.acme.no/a 403 users",
        "see issue 403 https://api.acme.no/a",
        "13:22:46 403 https://api.acme.no/a",
        "Failed to load line 403",
        "Failed to load: 403 of 500 rows",
        "Failed to parse row: 404",
        "https://api.acme.no/a - 403 ms",
        "Errno 110, code 128",
        "    self.assertEqual(response.status_code, 403)",
        "expect(res.status).toBe(404)",
        "    mock.get(url, status_code=403)",
        "+    return HttpResponse(status=403)",
        "if (response.status === 403) { throw new Error(\"HTTP Error 403\") }",
        "> 12 |   throw new Error('HTTP Error 403: Forbidden')",
        "    if response.status_code == 429:",
    ] {
        assert_eq!(codes(line), Vec::<u16>::new(), "{line}");
    }
}
