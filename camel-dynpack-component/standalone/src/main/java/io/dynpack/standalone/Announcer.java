package io.dynpack.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.AppliedDocuments;
import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestException;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.StreamingLocator;

/** Says on the console what can be played, and what cannot, and why. */
public class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger("dynpack.console");

    /** The content key policy that {@code quickstart/page.camel.yaml} stores. */
    private static final String EVERYBODY = "quickstart-open";

    private final Map<String, String> said = new ConcurrentHashMap<>();

    /** At the end of the arrival route, with the paths of a locator as body. */
    public void published(Exchange exchange) {
        ListPathsResponse paths = exchange.getMessage().getBody(ListPathsResponse.class);
        StreamingLocator locator = exchange.getVariable("locator", StreamingLocator.class);
        String asset = locator.assetName();
        board(exchange).published(PublishedAssets.Published.of(locator, paths));
        String base = StreamingApplication.address(exchange.getContext());
        StringBuilder text = new StringBuilder("Published ").append(asset).append(says(locator));
        paths.streamingPaths().forEach(protocol -> protocol.paths()
                .forEach(path -> text.append("\n    ").append(base).append(path)));
        AssetInfo info = exchange.getVariable("ingested", AssetInfo.class);
        if (info != null) {
            findings(text, info.findings(), Finding.Severity.ERROR, "ERROR");
            findings(text, info.findings(), Finding.Severity.WARNING, "WARNING");
        }
        text.append("\n    play it: ").append(base).append("/#asset=")
                .append(java.net.URLEncoder.encode(asset, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20"));
        say(locator.streamingLocatorId().toString(), text.toString());
    }

    /** What a document says of a locator; nothing of one that no document made. */
    private static String says(StreamingLocator locator) {
        List<String> words = new ArrayList<>();
        if (!locator.name().startsWith(locator.assetName() + "-")) {
            words.add("locator " + locator.name());
        }
        if (!locator.filters().isEmpty()) {
            words.add("filters " + String.join(", ", locator.filters()));
        }
        if (locator.startTime() != null) {
            words.add("from " + locator.startTime());
        }
        if (!locator.endTime().startsWith("9999")) {
            words.add("until " + locator.endTime());
        }
        return words.isEmpty() ? "" : " (" + String.join("; ", words) + ")";
    }

    /** What came or went with the documents beside the media, and what is wrong with them. */
    public void documents(Exchange exchange) {
        AppliedDocuments applied = exchange.getMessage().getBody(AppliedDocuments.class);
        String asset = applied.assetName();
        if (asset != null) {
            board(exchange).publishedOnly(asset, applied.locators().stream()
                    .map(locator -> locator.streamingLocatorId().toString()).collect(Collectors.toSet()));
        }
        StringBuilder text = new StringBuilder("Documents of ").append(asset == null ? "the media folder" : asset).append(':');
        applied.stored().forEach(what -> text.append("\n    stored ").append(what));
        applied.deleted().forEach(what -> text.append("\n    deleted ").append(what));
        findings(text, applied.findings(), Finding.Severity.ERROR, "ERROR");
        findings(text, applied.findings(), Finding.Severity.WARNING, "WARNING");
        if (applied.stored().isEmpty() && applied.deleted().isEmpty() && applied.findings().isEmpty()) {
            text.append(" nothing is wrong with them any longer");
        }
        LOG.info(text.toString());
    }

    /** Once the policy is there that gives keys to everybody: says so, unless the option names another policy, or none. */
    public void keysFor(Exchange exchange) {
        String policy = exchange.getContext().getComponent("dynpack", DynpackComponent.class).getConfiguration()
                .getContentKeyPolicy();
        if (EVERYBODY.equals(policy)) {
            LOG.info("Keys of locators that name no content key policy are given to everybody, by the policy {}", policy);
        }
    }

    /** Where a folder could not be used, or an event that may name none. */
    public void refused(Exchange exchange) {
        Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        AssetInfo info = problem instanceof IngestException ingest ? ingest.asset() : null;
        String asset = exchange.getMessage().getHeader(DynpackConstants.ASSET, info == null ? null : info.assetName(),
                String.class);
        StringBuilder text = new StringBuilder("Cannot use ").append(asset == null ? "what came" : asset).append(": ")
                .append(problem.getMessage());
        if (info != null) {
            findings(text, info.findings(), Finding.Severity.ERROR, "ERROR");
            findings(text, info.findings(), Finding.Severity.WARNING, "WARNING");
        } else if (asset != null && !(problem instanceof IngestException)) {
            board(exchange).refused(asset, String.valueOf(problem.getMessage()));
        }
        say(asset == null ? "" : asset, text.toString());
    }

    private static AssetBoard board(Exchange exchange) {
        return exchange.getContext().getRegistry().lookupByNameAndType("assetBoard", AssetBoard.class);
    }

    private static void findings(StringBuilder text, List<Finding> findings, Finding.Severity severity, String word) {
        findings.stream().filter(finding -> finding.severity() == severity)
                .forEach(finding -> text.append("\n    ").append(word).append(": ")
                        .append(finding.file().isEmpty() ? "" : finding.file() + ": ").append(finding.message()));
    }

    private void say(String what, String text) {
        if (!text.equals(said.put(what, text))) {
            LOG.info(text);
        }
    }
}
