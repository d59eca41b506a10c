package io.dynpack.camel.operation;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.asset.TrackAdditions;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.camel.OptionChecks;
import io.dynpack.origin.AddedTracks;
import io.dynpack.origin.Origin;
import io.dynpack.origin.OriginRequest;
import io.dynpack.origin.OriginResponse;
import io.dynpack.origin.ResponseKind;
import io.dynpack.presentation.Presentation;
import io.dynpack.url.Format;
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
     * @param noun  {@code manifest} or {@code Fragments}
     * @param kinds of answer that the operation gives
     * @return fails with {@link DynpackException} where the headers lack something, and where the origin answers with an error
     */
    CompletableFuture<OriginResponse> get(Exchange exchange, String noun, Set<ResponseKind> kinds) {
        Message message = exchange.getMessage();
        String path = message.getHeader(DynpackConstants.LOCATOR_PATH, String.class);
        if (path != null) {
            return checked(origin.handle(OriginRequest.get(path)), null).thenApply(response -> {
                if (!kinds.contains(response.kind())) {
                    throw new DynpackException("the header " + DynpackConstants.LOCATOR_PATH + " names a " + response.kind()
                            + ", not one of " + kinds);
                }
                return response;
            });
        }
        String format = message.getHeader(DynpackConstants.FORMAT, options.getFormat(), String.class);
        if (format != null && Format.of(format) == null) {
            throw new DynpackException("there is no format " + format + "; there are " + OptionChecks.words());
        }
        String locator = message.getHeader(DynpackConstants.LOCATOR_ID, String.class);
        if (locator != null) {
            return LocatorReference.of(message).require(engine)
                    .thenCompose(found -> engine.catalog().asset(found.assetName()))
                    .thenApply(asset -> asset.orElseThrow(
                            () -> new DynpackException("the asset of locator " + locator + " is not in the catalog")))
                    .thenCompose(asset -> tail(message, noun, asset.name(), asset.folder()).thenCompose(tail -> checked(
                            origin.handle(OriginRequest.get("/" + locator + "/" + tail.path)), tail)));
        }
        AssetReference asset = AssetReference.of(exchange, options);
        return engine.catalog().asset(asset.name())
                .thenApply(found -> found.isPresent() && asset.folder() == null ? found.get().folder() : asset.folderOrName())
                .thenCompose(folder -> tail(message, noun, asset.name(), folder).thenCompose(tail -> {
                    String relative = "/" + NO_LOCATOR + "/" + tail.path;
                    return checked(origin.present(asset.name(), folder, (StreamingUrl.OfPresentation) parse(relative)), tail);
                }));
    }

    /**
     * What follows a locator.
     *
     * @param tracks of the presentation, for a message; {@code null} where it cannot be loaded
     */
    private record Tail(String path, @Nullable String tracks) {}

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
                throw new DynpackException(names.serverManifests().isEmpty()
                        ? "folder " + folder + " holds no server manifest; dynpack:ingest writes one"
                        : "folder " + folder + " holds several server manifests: " + String.join(", ", names.serverManifests())
                                + "; name one with the header " + DynpackConstants.ISM);
            }
            return names.serverManifests().get(0);
        });
    }

    private CompletableFuture<Tail> tail(Message message, String noun, String assetName, String folder) {
        CompletableFuture<TrackAdditions> added = engine.locators().tracks(assetName).thenApply(AddedTracks::of);
        return ism(message, folder).thenCompose(ism -> added.thenCompose(tracks -> engine.assets().get(folder, ism, tracks))
                .handle((asset, failure) -> {
                    String tracks = failure == null ? tracks(asset.presentation()) : null;
                    return new Tail(relative(message, noun, ism, tracks), tracks);
                }));
    }

    private static String tracks(Presentation presentation) {
        return java.util.stream.Stream.concat(
                presentation.streams().stream().map(stream -> stream.name() + " (" + stream.levels().stream()
                        .map(level -> Long.toString(level.bitrate())).collect(Collectors.joining(", ")) + ")"),
                presentation.texts().stream().map(text -> text.name() + " (" + text.bitrate() + ")"))
                .collect(Collectors.joining(", "));
    }

    private String relative(Message message, String noun, String ism, @Nullable String tracks) {
        String format = message.getHeader(DynpackConstants.FORMAT, options.getFormat(), String.class);
        String track = message.getHeader(DynpackConstants.TRACK, String.class);
        String suffix = format == null ? "" : "format=" + format;
        String name = encode(ism) + "/";
        boolean manifest = "manifest".equals(noun);
        if (track == null && manifest) {
            return name + "manifest" + (suffix.isEmpty() ? "" : "(" + suffix + ")");
        }
        String there = tracks == null ? "" : "; tracks and their quality levels: " + tracks;
        if (track == null) {
            throw new DynpackException("the header " + DynpackConstants.TRACK + " is missing" + there);
        }
        Long level = message.getHeader(DynpackConstants.QUALITY_LEVEL, Long.class);
        if (level == null) {
            throw new DynpackException("the header " + DynpackConstants.QUALITY_LEVEL + " is missing" + there);
        }
        String inner = encode(track);
        if (manifest) {
            inner = "Manifest(" + inner;
        } else {
            String time = message.getHeader(DynpackConstants.TIME, String.class);
            if (time == null) {
                throw new DynpackException("the header " + DynpackConstants.TIME
                        + " is missing: the start of a fragment in ticks of 10 MHz, or i");
            }
            inner = "Fragments(" + inner + "=" + time;
        }
        return name + "QualityLevels(" + level + ")/" + inner + (suffix.isEmpty() ? "" : "," + suffix) + ")";
    }

    private static String encode(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static CompletableFuture<OriginResponse> checked(CompletableFuture<OriginResponse> answer, @Nullable Tail tail) {
        return answer.thenApply(response -> {
            if (response.status() != 200) {
                String there = tail == null || tail.tracks == null
                        ? ""
                        : ", for " + tail.path + "; tracks and their quality levels: " + tail.tracks;
                throw new DynpackException("the origin answers " + response.status() + " " + response.code() + there);
            }
            return response;
        });
    }
}
