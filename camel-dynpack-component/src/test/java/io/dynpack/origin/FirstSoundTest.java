package io.dynpack.origin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.presentation.Presentation;

import static org.assertj.core.api.Assertions.assertThat;

/** Wherever a film of two hours is cut, its sound is there with its first picture, by the times that manifests state. */
class FirstSoundTest {
    private static final int SECONDS = 7200;
    private static final int CUTS = 1000;
    /** Of 29.97 frames a second, ticks of 10 MHz, rounded up. */
    private static final long FRAME = 333_667;
    /** Ticks: 1024 samples of 48 kHz, which the edit list hides. */
    private static final long PRIMING = 213_334;
    private static final long LONGEST_FRAGMENT = 60_160_000;
    /** Ticks: 100 ms. */
    private static final long NEGLIGIBLE = 1_000_000;

    private static final Pattern FIRST_OF_DASH = Pattern.compile("(?s)media=\"[^\"]*\\((video|eng)=.*?<S (?:t=\"(\\d+)\")?");
    private static final Pattern FIRST_OF_SMOOTH = Pattern.compile("(?s)Url=\"[^\"]*\\((video|eng)=.*?<c t=\"(\\d+)\"");
    private static final Pattern OFFSET = Pattern.compile("presentationTimeOffset=\"(\\d+)\"");
    private static final Pattern FIRST_OF_HLS = Pattern
            .compile("#EXT-X-PROGRAM-DATE-TIME:1970-01-01T(\\d+):(\\d+):([\\d.]+)\\+00:00\n#EXTINF:.*\n\\w+\\(\\w+=(\\d+)");

    private static Presentation film() {
        TestMovie pictures = new TestMovie();
        pictures.video().timescale(30_000).entry(TestEntries.avc1(0x1F, 1280, 720)).edits(Edit.of(0, 1001))
                .reordered(SECONDS * 30_000 / 1001, 1001, 60);
        TestMovie sound = new TestMovie();
        sound.audio().timescale(48_000).edits(Edit.of(0, 1024)).audioFrames(1 + SECONDS * 48_000 / 1024, 1024);
        return FilteredAssets.build(FilteredAssets.source(pictures, 2_000_000, "video", null, null),
                FilteredAssets.source(sound, 128_000, "eng", "eng", null));
    }

    @Test
    void soundIsThereWithTheFirstPicture() {
        Random random = new Random(29);
        List<String> filters = new ArrayList<>();
        List<Long> bounds = new ArrayList<>();
        for (int cut = 0; cut < CUTS; cut++) {
            long start = random.nextLong(1, (SECONDS - 1) * 10_000_000L);
            long end = start + 10_000_000 + random.nextLong(600 * 10_000_000L);
            filters.add("cut" + cut + ": [" + start + ".." + (random.nextInt(4) == 0 ? "" : end)
                    + (random.nextInt(3) == 0 ? " exact" : "") + "]");
            bounds.add(start);
        }
        FilteredOrigin origin = FilteredOrigin.of(film(), filters, List.of());
        for (int cut = 0; cut < CUTS; cut++) {
            String filter = ",filter=cut" + cut + ")";
            String what = filters.get(cut);
            for (String format : List.of("mpd-time-cmaf", "mpd-time-csf")) {
                String mpd = origin.text("manifest(format=" + format + filter);
                long[] first = first(FIRST_OF_DASH, mpd);
                Matcher offset = OFFSET.matcher(mpd);
                long begins = offset.find() ? Long.parseLong(offset.group(1)) : 0;
                together(format + " " + what, first[0], first[1]);
                // players begin at the offset; an exact one lies in the first fragment
                assertThat(begins).as(what).isEqualTo(what.contains("exact") ? bounds.get(cut) : first[0])
                        .isGreaterThanOrEqualTo(first[0]);
            }
            for (String format : List.of("fmp4", "fmp4-v20")) {
                long[] first = first(FIRST_OF_SMOOTH, origin.text("manifest(format=" + format + filter));
                together(format + " " + what, first[0], first[1]);
            }
            for (String format : List.of("m3u8-cmaf", "m3u8-aapl")) {
                long pictures = firstOfHls(origin.text("QualityLevels(2000000)/Manifest(video,format=" + format + filter));
                long sound = firstOfHls(origin.text("QualityLevels(128000)/Manifest(eng,format=" + format + filter));
                together(format + " " + what, pictures, sound);
            }
        }
    }

    private static void together(String what, long pictures, long sound) {
        // nobody hears that a tenth of a second is missing; less than that never brings a whole fragment
        assertThat(sound - pictures).as(what + ": sound is late by").isLessThanOrEqualTo(NEGLIGIBLE + FRAME);
        assertThat(pictures - sound).as(what + ": sound is early by").isLessThan(LONGEST_FRAGMENT - NEGLIGIBLE + PRIMING);
    }

    /** Starts of pictures and sound. */
    private static long[] first(Pattern pattern, String manifest) {
        long[] first = {-1, -1};
        Matcher matcher = pattern.matcher(manifest);
        while (matcher.find()) {
            first[matcher.group(1).equals("video") ? 0 : 1] = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
        }
        assertThat(first).as(manifest).doesNotContain(-1);
        return first;
    }

    /** By the time of its URL, which is that of its {@code EXT-X-PROGRAM-DATE-TIME} to the millisecond. */
    private static long firstOfHls(String playlist) {
        Matcher first = FIRST_OF_HLS.matcher(playlist);
        assertThat(first.find()).as(playlist).isTrue();
        long start = Long.parseLong(first.group(4));
        long seconds = Long.parseLong(first.group(1)) * 3600 + Long.parseLong(first.group(2)) * 60;
        long date = new BigDecimal(first.group(3)).add(BigDecimal.valueOf(seconds)).movePointRight(3).longValueExact();
        assertThat(date).isEqualTo(start / 10_000);
        return start;
    }
}
