package io.dynpack.examples.quickstart;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestException;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.ListPathsResponse;

/** Says on the console what can be played, and what cannot, and why. */
@BindToRegistry("announcer")
public class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger("quickstart");

    private final Map<String, String> said = new ConcurrentHashMap<>();

    /** Where this server listens, for a person to click on. */
    static String base(CamelContext context) {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        if (server == null) {
            return "";
        }
        String host = "0.0.0.0".equals(server.getHost()) ? "localhost" : server.getHost();
        return "http://" + host + ":" + server.getPort();
    }

    /** At the end of the arrival route, with the paths of a locator as body. */
    public void published(Exchange exchange) {
        ListPathsResponse paths = exchange.getMessage().getBody(ListPathsResponse.class);
        String asset = exchange.getMessage().getHeader(DynpackConstants.ASSET, String.class);
        String locator = exchange.getMessage().getHeader(DynpackConstants.LOCATOR_ID, String.class);
        board(exchange).published(new PublishedAssets.Published(asset, locator, paths.streamingPaths(), paths.downloadPaths()));
        String base = base(exchange.getContext());
        StringBuilder text = new StringBuilder("Published ").append(asset);
        paths.streamingPaths().forEach(protocol -> protocol.paths()
                .forEach(path -> text.append("\n    ").append(base).append(path)));
        AssetInfo info = exchange.getVariable("ingested", AssetInfo.class);
        if (info != null) {
            findings(text, info, Finding.Severity.ERROR, "ERROR");
            findings(text, info, Finding.Severity.WARNING, "note");
        }
        text.append("\n    play it: ").append(base).append("/#asset=")
                .append(java.net.URLEncoder.encode(asset, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20"));
        say(asset, text.toString());
    }

    /** Where a folder could not be used. */
    public void refused(Exchange exchange) {
        String asset = exchange.getMessage().getHeader(DynpackConstants.ASSET, String.class);
        Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        StringBuilder text = new StringBuilder("Cannot use ").append(asset).append(": ").append(problem.getMessage());
        if (problem instanceof IngestException ingest && ingest.asset() != null) {
            findings(text, ingest.asset(), Finding.Severity.ERROR, "ERROR");
            findings(text, ingest.asset(), Finding.Severity.WARNING, "note");
        } else if (!(problem instanceof IngestException)) {
            board(exchange).refused(asset, problem.getMessage());
        }
        say(asset, text.toString());
    }

    private static AssetBoard board(Exchange exchange) {
        return exchange.getContext().getRegistry().lookupByNameAndType("assetBoard", AssetBoard.class);
    }

    private static void findings(StringBuilder text, AssetInfo info, Finding.Severity severity, String word) {
        info.findings().stream().filter(finding -> finding.severity() == severity)
                .forEach(finding -> text.append("\n    ").append(word).append(": ")
                        .append(finding.file().isEmpty() ? "" : finding.file() + ": ").append(finding.message()));
    }

    private void say(String asset, String text) {
        if (!text.equals(said.put(asset, text))) {
            LOG.info(text);
        }
    }
}
