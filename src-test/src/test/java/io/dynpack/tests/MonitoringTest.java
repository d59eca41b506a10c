package io.dynpack.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The dashboard and the alert rules, by Prometheus itself over a scrape of a node that serves. */
@Tag("node")
class MonitoringTest {
    private static final Path EXAMPLE = Path.of("../examples/monitoring");
    private static final Pattern METER = Pattern.compile("\\bdynpack_\\w+");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path home;

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String get(String uri) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void traffic(QuickstartOrigin origin, URI ism) {
        RawHttp http = new RawHttp(origin.base());
        for (String format : new String[]{"m3u8-cmaf", "m3u8-aapl", "mpd-time-cmaf", "fmp4"}) {
            assertThat(http.get(ism.getRawPath() + "manifest(format=" + format + ")").status()).isEqualTo(200);
        }
        Matcher level = Pattern.compile("QualityLevels\\(\\d+\\)/Manifest\\(video").matcher(
                http.get(ism.getRawPath() + "manifest(format=m3u8-cmaf)").text());
        assertThat(level.find()).isTrue();
        assertThat(http.get(ism.getRawPath() + level.group().replace("/Manifest(video", "/Fragments(video=0,format=m3u8-cmaf)"))
                .status()).isEqualTo(200);
        assertThat(http.get(ism.getRawPath() + "QualityLevels(1)/Fragments(video=0,format=m3u8-cmaf)").status()).isEqualTo(404);
        assertThat(http.get("/?kid=00000000-0000-0000-0000-000000000000").status()).isEqualTo(404);
    }

    @Test
    void prometheusAnswersWhatDashboardAndRulesAsk() throws Exception {
        int management = freePort();
        Map<String, String> properties = new HashMap<>(Map.of("camel.management.enabled", "true", "camel.management.port",
                Integer.toString(management), "camel.management.host", "127.0.0.1", "camel.management.metricsEnabled", "true",
                "camel.metrics.enabled", "true", "camel.metrics.enableRoutePolicy", "false"));
        try (QuickstartOrigin origin = QuickstartOrigin.start(properties, null)) {
            URI ism = origin.publish(Fixtures.ladder());
            Files.copy(EXAMPLE.resolve("alerts.yml"), home.resolve("alerts.yml"));
            String scrape = Files.readString(EXAMPLE.resolve("prometheus.yml"));
            assertThat(scrape).contains("127.0.0.1:9876", "scrape_interval: 15s");
            Files.writeString(home.resolve("prometheus.yml"), scrape.replace("127.0.0.1:9876", "127.0.0.1:" + management)
                    .replace("scrape_interval: 15s", "scrape_interval: 1s\n  evaluation_interval: 1s"));
            int port = freePort();
            Process prometheus = new ProcessBuilder("prometheus", "--config.file=" + home.resolve("prometheus.yml"),
                    "--storage.tsdb.path=" + home.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
            try {
                String api = "http://127.0.0.1:" + port + "/api/v1/";
                await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                    traffic(origin, ism);
                    assertThat(get(api + "query?query=" + encode("count_over_time(dynpack_requests_total[1m])")))
                            .contains("\"value\"").matches(text -> values(text) >= 4);
                });
                questions(EXAMPLE).forEach((title, question) -> await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                            traffic(origin, ism);
                            String answer = get(api + "query?query=" + encode(question.replace("$__rate_interval", "20s")));
                            assertThat(answer).as(title + ": " + question).contains("\"status\":\"success\"");
                            // what rests at the moment is no number
                            assertThat(answer).as(title + ": " + question)
                                    .containsPattern("\"value\":\\[[^,]*,\"\\d[^\"]*\"");
                        }));
                // a condition that does not hold has no answer either, so that a name of its own fault would pass
                String names = get(api + "label/__name__/values");
                for (String file : new String[]{"alerts.yml", "dashboard.json"}) {
                    assertThat(METER.matcher(Files.readString(EXAMPLE.resolve(file))).results().map(MatchResult::group))
                            .as(file).isNotEmpty().allSatisfy(meter -> assertThat(names).contains('"' + meter + '"'));
                }
                JsonArray rules = JsonParser.parseString(get(api + "rules")).getAsJsonObject().getAsJsonObject("data")
                        .getAsJsonArray("groups").get(0).getAsJsonObject().getAsJsonArray("rules");
                assertThat(rules).hasSizeGreaterThanOrEqualTo(7);
                for (JsonElement rule : rules) {
                    assertThat(rule.getAsJsonObject().get("health").getAsString()).as(rule.toString()).isIn("ok", "unknown");
                    assertThat(get(api + "query?query=" + encode(rule.getAsJsonObject().get("query").getAsString())))
                            .contains("\"status\":\"success\"");
                }
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
        }
    }

    private static long values(String answer) {
        Matcher values = Pattern.compile("\"value\":\\[[^,]*,\"(\\d+)\"").matcher(answer);
        return values.find() ? Long.parseLong(values.group(1)) : 0;
    }

    private static String encode(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static Map<String, String> questions(Path example) throws IOException {
        Map<String, String> questions = new LinkedHashMap<>();
        JsonObject dashboard = JsonParser.parseString(Files.readString(example.resolve("dashboard.json"))).getAsJsonObject();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                questions.put(panel.getAsJsonObject().get("title").getAsString() + " "
                        + target.getAsJsonObject().get("refId").getAsString(),
                        target.getAsJsonObject().get("expr").getAsString());
            }
        }
        assertThat(questions).hasSizeGreaterThan(20);
        return questions;
    }
}
