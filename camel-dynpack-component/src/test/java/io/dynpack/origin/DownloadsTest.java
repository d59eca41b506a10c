package io.dynpack.origin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadsTest {

    @ParameterizedTest
    @ValueSource(strings = {"film.mp4", "FILM.MP4", "film.m4v", "sound.m4a", "sound.mp4a", "film.mov", "film.en.vtt",
            "film.ttml",
            "film.srt", "Thumbnail000001.jpg", "cover.jpeg", "sprite.png", "extras/film.mp4", "of 2019.final.mp4"})
    void mediaTextAndPicturesAreOffered(String file) {
        assertThat(Downloads.isOffered(file)).isTrue();
        assertThat(Downloads.contentType(file)).matches("(video|audio|text|image|application)/[a-z0-9.+-]+")
                .isNotEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assetFilters.json", "streamingLocators.json", "accountFilters.json", "streamingPolicies.json",
            "film_manifest.json", "film_metadata.JSON", "film_manifest.xml", "notes.txt", "film.ism", "film.ismc", "film.ismx",
            "film.ismv", "film.mp4.dynx", "film_1.mpi", "film.cmft", "_ready", "_film.mp4", "extras/_film.mp4", ".film.mp4",
            "extras/.film.mp4", ".git/film.mp4", "extras/.git/film.mp4", "mp4", "film.", "film.mp4/", "film.ism/film.mp4",
            "../film.mp4", "run.sh", "film.mp4.exe", "", "archive.d/mp4"})
    void nothingElseIs(String file) {
        assertThat(Downloads.isOffered(file)).isFalse();
    }

    @Test
    void typesAreThoseOfTheirContainers() {
        assertThat(Downloads.contentType("sound.mp4a")).isEqualTo("audio/mp4");
        assertThat(Downloads.contentType("film.MOV")).isEqualTo("video/quicktime");
        assertThat(Downloads.contentType("film.vtt")).isEqualTo("text/vtt");
    }
}
