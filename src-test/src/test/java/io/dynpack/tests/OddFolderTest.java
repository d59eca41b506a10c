package io.dynpack.tests;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.dynpack.publishing.CatalogDocumentException;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** What else may lie beside media and documents keeps nothing from being found, and leads nowhere else. */
@ExtendWith(QuickstartOrigin.Provider.class)
class OddFolderTest {
    private static final String FILM = "film.mp4";

    @Test
    void assetsAreFoundBesideWhatIsNone(QuickstartOrigin origin) throws Exception {
        Path media = origin.media();
        String other = Fixtures.LEVELS.get(4).file();
        origin.publish(Fixtures.ladder(), "odd-neighbour");
        Files.createSymbolicLink(media.resolve("odd-circle"), Path.of("odd-circle"));
        Files.createSymbolicLink(media.resolve("odd-nowhere"), Path.of("absent"));
        Files.createSymbolicLink(media.resolve("odd-outside"), Path.of("/etc"));
        Files.createDirectory(media.resolve("odd\nname"));
        Program.run("mkfifo", media.resolve("odd-pipe").toString());
        Path folder = Files.createDirectories(media.resolve("../odd-asset").normalize());
        Files.copy(Fixtures.audioOnly().resolve(onlyFile()), folder.resolve(FILM));
        Files.createSymbolicLink(folder.resolve("stolen.mp4"), Path.of("../odd-neighbour/" + other));
        Files.createSymbolicLink(folder.resolve("secret.mp4"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(folder.resolve("again.mp4"), Path.of("again.mp4"));
        Program.run("mkfifo", folder.resolve("pipe.mp4").toString());
        Files.move(folder, media.resolve("odd-asset"));
        URI ism = origin.publish(Fixtures.audioOnly(), "odd-later");
        assertThat(new Delivery().text(ism.resolve(StreamingFormat.HLS_CMAF.manifest()))).startsWith("#EXTM3U");
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> PublishedList.of(origin.base()).contains("odd-asset"));
        URI location = PublishedList.of(origin.base()).location("odd-asset");
        var http = new RawHttp(origin.base());
        assertThat(http.get(location.resolve("../" + FILM).getRawPath()).status()).isEqualTo(200);
        for (String name : List.of("stolen.mp4", "secret.mp4", "again.mp4", "pipe.mp4")) {
            Reply reply = http.get(location.resolve("../" + name).getRawPath());
            assertThat(reply.status()).as(name).isEqualTo(404);
        }
        assertThat(PublishedList.of(origin.base()).entry("odd-asset").downloadPaths()).hasSize(1);
    }

    @Test
    void locatorsAreListedBesideDocumentsThatAreNone(QuickstartOrigin origin) throws Exception {
        origin.publish(Fixtures.audioOnly(), "odd-listed");
        Path locators = origin.data().resolve("catalog/streamingLocators");
        Path folder = Files.createDirectories(locators.resolve("zz"));
        try {
            Files.writeString(folder.resolve("broken.json"), "{");
            Program.run("mkfifo", folder.resolve("pipe.json").toString());
            Files.createSymbolicLink(folder.resolve("circle.json"), Path.of("circle.json"));
            var page = origin.catalog().list(1000, null).join();
            assertThat(page.items()).extracting(StreamingLocator::assetName).contains("odd-listed");
            assertThat(page.damaged()).extracting(CatalogDocumentException::document)
                    .containsExactly("catalog/streamingLocators/zz/broken.json");
        } finally {
            for (String name : List.of("broken.json", "pipe.json", "circle.json")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    private static String onlyFile() throws Exception {
        try (var files = Files.list(Fixtures.audioOnly())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".mp4")).sorted().findFirst()
                    .orElseThrow();
        }
    }
}
