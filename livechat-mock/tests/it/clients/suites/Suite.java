import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** One test suite of five: `Suite.java URL RUNS`. What it writes has the same token in each language, so that a mix-up shows. */
class Suite {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static HttpResponse<String> call(String method, String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("content-type", "application/json");
        return CLIENT.send(request.method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }

    public static void main(String[] arguments) throws Exception {
        var url = arguments[0];
        for (int run = 0; run < Integer.parseInt(arguments[1]); run++) {
            var name = "java-" + run;
            var world = url + "/w/" + name;
            var visitor = world + "/api/v1/livechat/visitor";
            call("POST", visitor, "{\"visitor\": {\"token\": \"token\", \"name\": \"" + name + "\"}}");
            call("POST", world + "/__livechat-mock/faults", "{\"fault\": {\"fail\": {\"status\": 503}}, \"times\": 1}");
            check(call("GET", visitor + "/token", "").statusCode() == 503, name + ": another world took the fault");
            var found = call("GET", visitor + "/token", "").body();
            check(found.contains("\"name\":\"" + name + "\""), found);
            var received = call("GET", world + "/__livechat-mock/received", "").body();
            check(received.split("\"number\":", -1).length == 4, received);
            check(call("DELETE", url + "/__livechat-mock/worlds/" + name, "").statusCode() == 200, name);
        }
    }
}
