package io.dynpack.tests;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;

/** One URL for each kind of response, of the ladder. */
final class ResponseKinds {

    /**
     * A kind.
     *
     * @param target path, as a request line has it
     * @param type   {@code Content-Type}
     * @param text   whether it is a manifest or playlist: compressible, and not cached for long
     */
    record Kind(String name, String target, String type, boolean text) {

        @Override
        public String toString() {
            return name;
        }
    }

    private ResponseKinds() {}

    static List<Kind> of(OriginUnderTest origin) {
        List<Kind> kinds = new ArrayList<>();
        Delivery delivery = new Delivery();
        for (StreamingFormat format : StreamingFormat.values()) {
            URI manifest = origin.manifest(Fixtures.ladder(), format);
            String type = switch (format.manifests()) {
                case HLS -> "application/vnd.apple.mpegurl";
                case DASH -> "application/dash+xml";
                case SMOOTH -> "text/xml";
            };
            kinds.add(new Kind(format + " manifest", manifest.getRawPath(), type, true));
            List<Rendition> renditions = format.manifests().read(manifest, delivery::text);
            for (String kind : List.of("video", "audio", "iframe")) {
                Rendition found = renditions.stream().filter(r -> r.kind().equals(kind)).findFirst().orElse(null);
                if (found != null) {
                    rendition(format, found, kinds);
                }
            }
        }
        URI download = origin.publish(Fixtures.ladder()).resolve("../" + Fixtures.LEVELS.get(4).file());
        kinds.add(new Kind("download", download.getRawPath(), "video/mp4", false));
        return kinds;
    }

    private static void rendition(StreamingFormat format, Rendition rendition, List<Kind> kinds) {
        String name = format + " " + rendition.kind();
        String type = rendition.kind().equals("audio") ? "audio/mp4" : "video/mp4";
        if (format.manifests() == Manifests.HLS) {
            kinds.add(new Kind(name + " playlist", rendition.manifest().getRawPath(), "application/vnd.apple.mpegurl", true));
        }
        if (rendition.initialization() != null) {
            kinds.add(new Kind(name + " init", rendition.initialization().uri().getRawPath(), type, false));
        }
        kinds.add(new Kind(name + " segment", rendition.segments().get(1).uri().getRawPath(), type, false));
    }
}
