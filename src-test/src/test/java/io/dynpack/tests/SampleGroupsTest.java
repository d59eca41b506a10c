package io.dynpack.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;
import io.dynpack.tests.protection.EncryptedAsset;
import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample group {@code roll} of ffmpeg's files in what is served, as mp4box.js, Shaka Packager and ffmpeg read it. */
@Tag("node")
class SampleGroupsTest {

    /** Opus: as many frames in front as last 80 ms, and the first frames have not so many in front. */
    private enum Sound {
        AAC("-c:a aac -b:a 64k", -1, 0),
        OPUS("-c:a libopus -b:a 64k", -4, 4);

        private final String arguments;
        private final int distance;
        private final int without;

        Sound(String arguments, int distance, int without) {
            this.arguments = arguments;
            this.distance = distance;
            this.without = without;
        }
    }

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource
    void areReadByOthers(Sound sound) throws IOException {
        Path folder = Fixtures.encoded("roll-" + sound.name().toLowerCase(java.util.Locale.ROOT), false, sound.arguments);
        for (Format format : List.of(Format.HLS_CMAF, Format.DASH_CSF)) {
            Path file = scratch.resolve("served.mp4");
            try (EncryptedAsset asset = new EncryptedAsset(folder); OutputStream out = Files.newOutputStream(file)) {
                Stream stream = asset.presentation().streams().get(0);
                Level level = stream.levels().get(0);
                for (byte[] segment : asset.segments(format, stream, level, null)) {
                    out.write(segment);
                }
            }
            List<String> read = Program.run("node", "src/test/resources/codecs/sample-groups.cjs", file.toString()).lines()
                    .toList();
            assertThat(read).hasSizeGreaterThan(2);
            List<String> expected = new ArrayList<>(List.of("roll " + sound.distance));
            for (int fragment = 1; fragment < read.size(); fragment++) {
                int samples = Integer.parseInt(read.get(fragment).split(" ")[0]);
                expected.add(samples + " roll " + (fragment == 1 && sound.without > 0
                        ? sound.without + "x0," + (samples - sound.without) + "x1"
                        : samples + "x1"));
            }
            assertThat(read).isEqualTo(expected);
            Path packaged = scratch.resolve("packaged.mp4");
            Program.run("node", "node_modules/shaka-packager/index.js", "in=" + file + ",stream=audio,output=" + packaged);
            assertThat(packaged).isNotEmptyFile();
            assertThat(Ffmpeg.warnings(scratch, List.of("-xerror", "-i", file.toString(), "-f", "null", "-"))).isEmpty();
        }
    }
}
