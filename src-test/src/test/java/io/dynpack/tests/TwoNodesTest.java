package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes over the same folders, each a process of its own. A transport stream whose segments come from one or the other, in
 * any order, is the stream that one node gives in order, though its continuity counters run through it; and every answer has the
 * same entity tag, so that a cache in front sees one server.
 */
class TwoNodesTest {

    private static final String ASSET = "ladder";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Delivery delivery = new Delivery();
    private final Random random = new Random(17);

    @TempDir
    private Path home;

    /** What one GET gave. */
    private record Answer(byte[] body, String tag) {}

    @Test
    void anyNodeGivesTheSameBytes() throws Exception {
        Files.createDirectories(home.resolve("media"));
        Files.createDirectories(home.resolve("data"));
        QuickstartOrigin.arrive(Fixtures.ladder(), home.resolve("media").resolve(ASSET));
        try (NodeProcess first = NodeProcess.quickstart(home)) {
            URI base = location(first);
            Map<URI, List<URI>> playlists = playlists(base);
            assertThat(playlists).hasSize(2 * Fixtures.LEVELS.size() + 2 + Fixtures.LEVELS.size());
            Map<URI, Answer> inOrder = new HashMap<>();
            for (List<URI> segments : playlists.values()) {
                for (URI segment : segments) {
                    inOrder.put(segment, get(base, segment));
                }
            }
            Map<URI, Answer> scattered = scattered(base, new ArrayList<>(inOrder.keySet()));
            playlists.forEach((playlist, segments) -> assertThat(joined(segments, scattered)).as(playlist.toString())
                    .isEqualTo(joined(segments, inOrder)));
            inOrder.forEach((segment, answer) -> {
                assertThat(answer.tag()).as(segment.toString()).isNotEmpty();
                assertThat(scattered.get(segment).tag()).as(segment.toString()).isEqualTo(answer.tag());
            });
        }
    }

    /** In random order, from the node at {@code base} and from another in turn, which dies half-way and comes back. */
    private Map<URI, Answer> scattered(URI base, List<URI> segments) throws Exception {
        segments.sort(null);
        Collections.shuffle(segments, random);
        Map<URI, Answer> answers = new HashMap<>();
        NodeProcess second = NodeProcess.quickstart(home);
        try {
            URI other = location(second);
            for (int i = 0; i < segments.size(); i++) {
                if (i == segments.size() / 2) {
                    second.close();
                    second = NodeProcess.quickstart(home);
                    other = location(second);
                }
                answers.put(segments.get(i), get(i % 2 == 0 ? other : base, segments.get(i)));
            }
        } finally {
            second.close();
        }
        return answers;
    }

    private static URI location(NodeProcess node) {
        return node.published(List.of(ASSET)).location(ASSET);
    }

    /** Segments of all playlists of both versions, relative to the location. */
    private Map<URI, List<URI>> playlists(URI base) {
        Map<URI, List<URI>> found = new HashMap<>();
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            for (Rendition rendition : Manifests.HLS.read(base.resolve("manifest(format=" + format + ")"), delivery::text)) {
                found.put(base.relativize(rendition.manifest()),
                        rendition.segments().stream().map(Segment::uri).map(base::relativize).toList());
            }
        }
        return found;
    }

    private Answer get(URI base, URI segment) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(HttpRequest.newBuilder(base.resolve(segment)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(segment.toString()).isEqualTo(200);
        return new Answer(response.body(), response.headers().firstValue("ETag").orElse(""));
    }

    private static byte[] joined(List<URI> segments, Map<URI, Answer> answers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        segments.forEach(segment -> out.writeBytes(answers.get(segment).body()));
        return out.toByteArray();
    }
}
