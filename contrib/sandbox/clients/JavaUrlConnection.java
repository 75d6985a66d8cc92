import java.net.HttpURLConnection;
import java.net.URI;

class JavaUrlConnection {
    public static void main(String[] arguments) throws Exception {
        var connection = (HttpURLConnection) URI.create(System.getenv("URL")).toURL().openConnection();
        connection.setRequestProperty("User-Agent", System.getenv("AGENT"));
        connection.setConnectTimeout(20000);
        connection.setReadTimeout(20000);
        connection.getInputStream().readAllBytes();
    }
}
