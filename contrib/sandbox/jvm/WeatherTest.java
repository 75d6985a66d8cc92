import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPInputStream;

/**
 * A client of MET's Weather API that keeps to its terms, and a test of it. It knows nothing of the sandbox:
 *
 *     metstatus sandbox --lifetime 3s --scenario healthy,unchanged,deprecated --report junit=met.xml -- java WeatherTest.java
 */
class WeatherTest {
    private static final URI PLACE =
        URI.create("https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=59.91&lon=10.75");
    private final HttpClient client = HttpClient.newHttpClient();
    private String body;
    private String modified;
    private Instant until = Instant.EPOCH;

    /** The forecast, from memory while it is fresh. */
    String forecast() throws Exception {
        if (Instant.now().isBefore(until)) {
            return body;
        }
        var request = HttpRequest.newBuilder(PLACE).timeout(Duration.ofSeconds(20))
            .header("User-Agent", "acme-weather/1.0 ops@acme-weather.no")
            .header("Accept-Encoding", "gzip");
        if (modified != null) {
            request.header("If-Modified-Since", modified);
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200 || response.statusCode() == 203) {
            boolean isGzip = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
            try (var in = isGzip ? new GZIPInputStream(response.body()) : response.body()) {
                body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } else if (response.statusCode() != 304) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        // By the clock of the server, since the one of this machine may be wrong.
        until = Instant.now().plus(Duration.between(date(response, "Date"), date(response, "Expires")));
        modified = response.headers().firstValue("Last-Modified").orElse(modified);
        return body;
    }

    private static ZonedDateTime date(HttpResponse<?> response, String name) {
        return ZonedDateTime.parse(response.headers().firstValue(name).orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    public static void main(String[] arguments) throws Exception {
        var weather = new WeatherTest();
        String first = weather.forecast();
        check(first.contains("\"air_temperature\""), "the forecast has no temperatures");
        check(weather.forecast() == first, "a fresh forecast was requested again");
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), weather.until).toMillis()) + 1500);
        check(weather.forecast().contains("\"Feature\""), "the next forecast is not one");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
