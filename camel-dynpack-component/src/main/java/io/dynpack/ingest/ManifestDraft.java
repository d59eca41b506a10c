package io.dynpack.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.SmoothCodec;
import io.dynpack.index.TrackIndex;
import io.dynpack.ism.Audio;
import io.dynpack.ism.ClientManifest;
import io.dynpack.ism.MediaElement;
import io.dynpack.ism.ServerManifest;
import io.dynpack.ism.SourceFormat;
import io.dynpack.ism.Video;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.PresentationException;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.storage.StoredObject;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;

/**
 * The server manifest of chosen tracks: a pure function of them, so that nodes that look at the same files write the same bytes.
 *
 * @param name     ends with {@code .ism}
 * @param manifest sealed
 * @param bytes    of the file
 * @param findings tracks that cannot be expressed and are not in it
 */
record ManifestDraft(String name, ServerManifest manifest, byte[] bytes, List<Finding> findings) {
    private static final String CREATOR = "creator";

    /** A track with the number that names it from now on. */
    private record Entry(ChosenTrack track, long bitrate) {}

    /**
     * @param stem   name without extension
     * @param tracks of video and audio
     * @param texts  of captions and subtitles
     * @param target shortest fragment, ticks of 10 MHz
     * @throws PresentationException where no track can be served
     */
    static ManifestDraft of(String stem, List<ChosenTrack> tracks, List<ChosenTrack> texts, long target) {
        Presentation presentation = new PresentationBuilder(target, 1)
                .build(tracks.stream().map(ChosenTrack::source).toList());
        List<Entry> entries = entries(tracks, presentation, target);
        ServerManifest manifest = new ServerManifest();
        manifest.setMeta(CREATOR, Seal.OPEN);
        manifest.setClientManifestRelativePath(stem + ".ismc");
        manifest.setSourceFormat(SourceFormat.MP4);
        manifest.setFragmentsPerHLSSegment(1);
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            manifest.add(entry.track.isVideo() ? video(entry) : audio(entry, names));
        }
        texts.forEach(text -> manifest.add(text(text, names)));
        byte[] open = manifest.write();
        manifest.setMeta(CREATOR, Seal.of(open));
        List<Finding> refused = presentation.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR).toList();
        return new ManifestDraft(stem + ".ism", manifest, manifest.write(), refused);
    }

    /** Audio in the order given, then video by descending bitrate; tracks that no presentation can hold are left out. */
    private static List<Entry> entries(List<ChosenTrack> tracks, Presentation presentation, long target) {
        long longest = presentation.streams().stream().mapToLong(stream -> stream.timeline().longest()).max().orElse(0);
        long minBufferTime = BufferModel.minBufferTime(longest);
        Map<TrackIndex, Long> together = new HashMap<>();
        for (Stream stream : presentation.streams()) {
            for (Level level : stream.levels()) {
                together.put(level.track(), BufferModel.bitrate(level, stream.timeline(), minBufferTime));
            }
        }
        List<Entry> audio = new ArrayList<>();
        List<Entry> video = new ArrayList<>();
        for (ChosenTrack track : tracks) {
            Long bitrate = together.get(track.track());
            if (bitrate == null) {
                // a level that cannot follow the others is listed all the same: it may be served once they were replaced
                bitrate = alone(track, target);
            }
            if (bitrate != null) {
                (track.isVideo() ? video : audio).add(new Entry(track, bitrate));
            }
        }
        // the bitrate is the name of a level
        Set<Long> taken = new HashSet<>();
        video.replaceAll(entry -> {
            long bitrate = entry.bitrate;
            while (!taken.add(bitrate)) {
                bitrate++;
            }
            return new Entry(entry.track, bitrate);
        });
        video.sort(Comparator.comparingLong(Entry::bitrate).reversed());
        audio.addAll(video);
        return audio;
    }

    private static @Nullable Long alone(ChosenTrack track, long target) {
        try {
            Stream stream = new PresentationBuilder(target, 1).build(List.of(track.source())).streams().get(0);
            return BufferModel.bitrate(stream.levels().get(0), stream.timeline(),
                    BufferModel.minBufferTime(stream.timeline().longest()));
        } catch (PresentationException e) {
            return null;
        }
    }

    private static MediaElement video(Entry entry) {
        Video video = new Video(entry.track.file().name());
        video.setSystemBitrate(Long.toString(entry.bitrate));
        video.setParam("systemBitrate", Long.toString(entry.bitrate));
        video.setParam("trackID", Long.toString(entry.track.track().trackId()));
        video.setParam("trackName", "video");
        return video;
    }

    private static MediaElement audio(Entry entry, Set<String> names) {
        Audio audio = new Audio(entry.track.file().name());
        audio.setSystemBitrate(Long.toString(entry.bitrate));
        audio.setSystemLanguage(entry.track.language());
        audio.setParam("systemBitrate", Long.toString(entry.bitrate));
        audio.setParam("trackID", Long.toString(entry.track.track().trackId()));
        audio.setParam("trackName", name(entry, names));
        audio.setParam("systemLanguage", entry.track.language());
        return audio;
    }

    private static MediaElement text(ChosenTrack track, Set<String> names) {
        io.dynpack.ism.TextStream text = new io.dynpack.ism.TextStream(track.file().name());
        String bitrate = Long.toString(track.averageBitrate());
        text.setSystemBitrate(bitrate);
        text.setSystemLanguage(track.language());
        text.setParam("systemBitrate", bitrate);
        text.setParam("trackID", Long.toString(track.track().trackId()));
        String base = track.isLanguageUnknown() ? "subt" : "subt_" + track.language();
        String name = base;
        for (int n = 1; !names.add(name); n++) {
            name = base + "_" + n;
        }
        text.setParam("trackName", name);
        text.setParam("systemLanguage", track.language());
        if (track.isForced()) {
            text.setParam("role", TextStream.FORCED);
        }
        return text;
    }

    private static String name(Entry entry, Set<String> names) {
        AudioCodec codec = (AudioCodec) entry.track.track().codec();
        String name = codec.nameInTracks() + "_" + entry.track.language() + "_" + codec.announcedChannels() + "_"
                + entry.bitrate / 1000;
        String base = name + "_" + entry.track.track().trackId() + "_";
        for (int n = 1; !names.add(name); n++) {
            name = base + n;
        }
        return name;
    }

    /** Stands for the file where it has not been written yet. */
    StoredObject object(String folder) {
        return new StoredObject(folder + name, bytes.length, "", Instant.EPOCH);
    }

    String clientName() {
        return name + "c";
    }

    /** The client manifest of what this manifest is served as; it says nothing of codecs that it has no words for. */
    static ClientManifest client(Presentation presentation, String name) {
        String text = SmoothManifest.of(
                presentation.all().keeping((stream, level) -> level.codec() instanceof SmoothCodec),
                Parameters.of(Format.FMP4));
        return ClientManifest.read(text.getBytes(StandardCharsets.UTF_8), name);
    }

    /** With its seal in a comment, as a client manifest has no place for words about itself. */
    static byte[] clientBytes(ClientManifest client) {
        String text = new String(client.write(), StandardCharsets.UTF_8) + "<!-- " + Seal.OPEN + " -->\n";
        return Seal.close(text.getBytes(StandardCharsets.UTF_8));
    }
}
