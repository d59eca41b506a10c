package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.origin.Origin;
import io.dynpack.origin.OriginRequest;
import io.dynpack.origin.OriginResponse;
import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlException;

/** The one thing of an asset that a message without HTTP asks for, through the same origin that answers over HTTP. */
final class PresentedUrl {
    private static final String NO_LOCATOR = "00000000-0000-0000-0000-000000000000";

    private final DynpackEngine engine;
    private final DynpackConfiguration options;
    private final Origin origin;

    PresentedUrl(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.options = options;
        this.origin = engine.origin(options);
    }

    /**
     * @param noun {@code manifest} or {@code Fragments}
     * @return fails with {@link DynpackException} where the origin answers with an error
     */
    CompletableFuture<OriginResponse> get(Exchange exchange, String noun) {
        Message message = exchange.getMessage();
        String path = message.getHeader(DynpackConstants.LOCATOR_PATH, String.class);
        if (path != null) {
            return checked(origin.handle(OriginRequest.get(path)));
        }
        String locator = message.getHeader(DynpackConstants.LOCATOR_ID, String.class);
        if (locator != null) {
            return LocatorReference.of(message).require(engine)
                    .thenCompose(found -> engine.catalog().asset(found.assetName()))
                    .thenCompose(asset -> asset.map(found -> ism(message, found.folder()))
                            .orElseThrow(
                                    () -> new DynpackException("the asset of locator " + locator + " is not in the catalog")))
                    .thenCompose(
                            ism -> checked(origin.handle(OriginRequest.get("/" + locator + "/" + tail(message, noun, ism)))));
        }
        AssetReference asset = AssetReference.of(exchange, options);
        return engine.catalog().asset(asset.name())
                .thenApply(found -> found.isPresent() && asset.folder() == null ? found.get().folder() : asset.folderOrName())
                .thenCompose(folder -> ism(message, folder).thenCompose(ism -> {
                    String relative = "/" + NO_LOCATOR + "/" + tail(message, noun, ism);
                    return checked(origin.present(folder, (StreamingUrl.OfPresentation) parse(relative)));
                }));
    }

    private static StreamingUrl parse(String path) {
        try {
            return StreamingUrl.parse(path);
        } catch (UrlException e) {
            throw new DynpackException("the headers name nothing that can be streamed: " + e.getMessage(), e);
        }
    }

    private CompletableFuture<String> ism(Message message, String folder) {
        String ism = message.getHeader(DynpackConstants.ISM, String.class);
        if (ism != null) {
            return CompletableFuture.completedFuture(ism);
        }
        return AssetFiles.list(engine.media(), folder).thenApply(names -> {
            if (names.serverManifests().size() != 1) {
                throw new DynpackException("folder " + folder + " holds " + names.serverManifests().size()
                        + " server manifests; name one with the header " + DynpackConstants.ISM);
            }
            return names.serverManifests().get(0);
        });
    }

    private String tail(Message message, String noun, String ism) {
        String format = message.getHeader(DynpackConstants.FORMAT, options.getFormat(), String.class);
        String track = message.getHeader(DynpackConstants.TRACK, String.class);
        String suffix = format == null ? "" : "format=" + format;
        String name = encode(ism) + "/";
        if (track == null) {
            return name + "manifest" + (suffix.isEmpty() ? "" : "(" + suffix + ")");
        }
        Long level = message.getHeader(DynpackConstants.QUALITY_LEVEL, Long.class);
        if (level == null) {
            throw new DynpackException("the header " + DynpackConstants.QUALITY_LEVEL + " is missing");
        }
        String inner = encode(track);
        if ("manifest".equals(noun)) {
            inner = "Manifest(" + inner;
        } else {
            String time = message.getHeader(DynpackConstants.TIME, String.class);
            if (time == null) {
                throw new DynpackException("the header " + DynpackConstants.TIME + " is missing");
            }
            inner = "Fragments(" + inner + "=" + time;
        }
        return name + "QualityLevels(" + level + ")/" + inner + (suffix.isEmpty() ? "" : "," + suffix) + ")";
    }

    private static String encode(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static CompletableFuture<OriginResponse> checked(CompletableFuture<OriginResponse> answer) {
        return answer.thenApply(response -> {
            if (response.status() != 200) {
                throw new DynpackException("the origin answers " + response.status() + " " + response.code());
            }
            return response;
        });
    }
}
