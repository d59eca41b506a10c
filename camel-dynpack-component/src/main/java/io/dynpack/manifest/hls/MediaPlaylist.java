package io.dynpack.manifest.hls;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.Ticks;
import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlTemplate;

/** Writes media and I-frame playlists of HLS (RFC 8216bis, 4.4.3), of CMAF segments and of transport streams. */
public final class MediaPlaylist {
    private static final DateTimeFormatter PROGRAM_DATE_TIME = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StreamingUrl.MediaPlaylist url;
    private final Dialect dialect;
    private final long targetDuration;
    /** Where players begin, ticks of 10 MHz; 0 to begin with the playlist. */
    private final long exactStart;
    private final @Nullable ContentProtection protection;
    private final boolean hasMap;
    /** First fragment that is encrypted, where any is. */
    private final int encrypted;
    private boolean keyed;
    private final StringBuilder out;

    private MediaPlaylist(Selection selection, StreamingUrl.MediaPlaylist url, int entries, boolean hasMap, int encrypted,
            @Nullable ContentProtection protection) {
        this.hasMap = hasMap;
        this.protection = protection;
        this.encrypted = encrypted;
        this.exactStart = selection.time().exactStart() > selection.time().start() ? selection.time().exactStart() : 0;
        this.url = url;
        this.dialect = Dialect.of(url.parameters().format());
        this.targetDuration = TargetDuration.of(selection, dialect);
        this.out = new StringBuilder(512 + entries * 80);
    }

    /** As {@link #of(Selection, SelectedStream, Level, StreamingUrl.MediaPlaylist, ContentProtections)} without encryption. */
    public static String of(Selection selection, SelectedStream stream, Level level, StreamingUrl.MediaPlaylist url) {
        return of(selection, stream, level, url, ContentProtections.NONE);
    }

    /** @param url that asked; with {@code type=keyframes} the answer is the I-frame playlist */
    public static String of(Selection selection, SelectedStream stream, Level level, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        ContentProtection protection = protections.of(level);
        boolean hasMap = !Dialect.of(url.parameters().format()).isTransportStream();
        int encrypted = selection.whole().firstBehind(
                protection instanceof ContentProtection.Common common ? common.clearLead() : 0, stream.stream());
        if (url.parameters().keyFrames()) {
            KeyFrames keyFrames = new KeyFrames(stream.stream(), level);
            int first = keyFrames.firstFrom(stream.first());
            int end = keyFrames.firstFrom(stream.end());
            return new MediaPlaylist(selection, url, end - first, hasMap, encrypted, protection).write(keyFrames, first, end);
        }
        FragmentGroups segments = Dialect.of(url.parameters().format()).segments(selection, stream, level);
        return new MediaPlaylist(selection, url, segments.count(), hasMap, encrypted, protection).write(segments);
    }

    /** The playlist of a text. */
    public static String of(Selection selection, SelectedText text, StreamingUrl.MediaPlaylist url, TextForm form,
            ContentProtections protections) {
        FragmentGroups segments = Dialect.of(url.parameters().format()).segments(selection, text);
        return new MediaPlaylist(selection, url, segments.count(), form.isMp4(), 0, protections.ofText()).write(segments);
    }

    private String write(FragmentGroups segments) {
        head(segments.start(0), segments.first(0));
        UrlTemplate fragments = UrlTemplate.fragments(url.track(), url.parameters().ofFragment());
        for (int i = 0; i < segments.count(); i++) {
            if (i > 0 && !segments.continues(i)) {
                out.append("#EXT-X-DISCONTINUITY\n");
            }
            key(segments.first(i));
            boolean cut = i + 1 == segments.count() && segments.isCut();
            entry(segments.duration(i), cut ? cutFragments() : fragments, segments.start(i));
        }
        return out.append("#EXT-X-ENDLIST\n").toString();
    }

    /** Without the filters the URL of the last segment would stand for all fragments of its group. */
    private UrlTemplate cutFragments() {
        return UrlTemplate.fragments(url.track(), url.parameters().ofFragment().withFilters(url.parameters().filters()));
    }

    private String write(KeyFrames keyFrames, int first, int end) {
        head(first == end ? 0 : keyFrames.time(first), first == end ? encrypted : keyFrames.fragment(first));
        UrlTemplate frames = UrlTemplate.keyFrames(url.track(), url.parameters().ofFragment());
        for (int i = first; i < end; i++) {
            key(keyFrames.fragment(i));
            entry(keyFrames.duration(i), frames, keyFrames.time(i));
        }
        return out.append("#EXT-X-ENDLIST\n").toString();
    }

    /** @param fragment that comes first */
    private void head(long start, int fragment) {
        dialect.begin(out);
        if (dialect.isTransportStream()) {
            out.append("#EXT-X-ALLOW-CACHE:NO\n");
        }
        out.append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:").append(targetDuration)
                .append("\n#EXT-X-PLAYLIST-TYPE:VOD\n");
        if (url.parameters().keyFrames()) {
            out.append("#EXT-X-I-FRAMES-ONLY\n");
        }
        if (exactStart > start) {
            out.append("#EXT-X-START:TIME-OFFSET=");
            seconds(exactStart - start);
            out.append(",PRECISE=YES\n");
        }
        if (hasMap) {
            out.append("#EXT-X-MAP:URI=\"")
                    .append(UrlTemplate.fragments(url.track(), url.parameters().ofFragment()).with("i")).append("\"\n");
        }
        // behind EXT-X-MAP: what stands in front of it would hold for the initialization segment too, which is clear
        if (protection != null && fragment < encrypted) {
            KeyTag.appendNone(out);
        }
        key(fragment);
        out.append("#EXT-X-PROGRAM-DATE-TIME:")
                .append(PROGRAM_DATE_TIME.format(Instant.ofEpochMilli(start / (Ticks.PER_SECOND / 1000)))).append('\n');
    }

    /** In front of the first fragment that is encrypted. */
    private void key(int fragment) {
        if (protection != null && !keyed && fragment >= encrypted) {
            KeyTag.append(out, protection);
            keyed = true;
        }
    }

    private void entry(long duration, UrlTemplate template, long time) {
        out.append("#EXTINF:");
        seconds(duration);
        out.append(",no-desc\n");
        template.append(out, time);
        out.append('\n');
    }

    /** Six decimals, rounded. */
    private void seconds(long duration) {
        long micros = (duration + 5) / 10;
        out.append(micros / 1_000_000).append('.');
        long rest = micros % 1_000_000;
        for (long digit = 100_000; digit > 0; digit /= 10) {
            out.append((char) ('0' + rest / digit % 10));
        }
    }
}
