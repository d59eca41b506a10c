package io.dynpack.manifest.dash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.Descriptor;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.XmlText;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.url.Parameters;
import io.dynpack.url.UrlTemplate;

/**
 * Writes an {@code MPD} of the ISO BMFF live profile (ISO/IEC 23009-1, 8.4): one period, an {@code AdaptationSet} for each stream
 * and, within it, each codec family and audio configuration.
 */
public final class MediaPresentationDescription {
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}]");

    private static final int VIDEO_GROUP = 1;
    private static final int AUDIO_GROUP = 5;

    private final Selection selection;
    private final Parameters parameters;
    private final StringBuilder out = new StringBuilder(4096);
    private int adaptationSets;

    private MediaPresentationDescription(Selection selection, Parameters parameters) {
        this.selection = selection;
        this.parameters = parameters;
    }

    /** @param parameters of the URL that asked; its format is one of DASH */
    public static String of(Selection selection, Parameters parameters) {
        return new MediaPresentationDescription(selection, parameters).write();
    }

    private String write() {
        long longest = selection.streams().stream()
                .mapToLong(stream -> stream.timeline().longest(stream.first(), stream.end())).max().orElse(0);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" type=\"static\" mediaPresentationDuration=\"");
        duration(selection.shownEnd() - selection.time().exactStart());
        out.append("\" minBufferTime=\"PT").append(longest / Ticks.PER_SECOND + 1).append("S\">\n   <Period>\n");
        selection.streams().forEach(this::stream);
        return out.append("   </Period>\n</MPD>\n").toString();
    }

    /** Hours and minutes where there are any, seconds with three decimals, rounded. */
    private void duration(long ticks) {
        long millis = (ticks + Ticks.PER_SECOND / 2000) / (Ticks.PER_SECOND / 1000);
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        out.append("PT");
        if (hours > 0) {
            out.append(hours).append('H');
        }
        if (hours > 0 || minutes > 0) {
            out.append(minutes).append('M');
        }
        out.append(millis / 1000 % 60).append('.');
        long rest = millis % 1000;
        out.append((char) ('0' + rest / 100)).append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10))
                .append('S');
    }

    private void stream(SelectedStream stream) {
        Map<String, List<Level>> sets = new LinkedHashMap<>();
        for (Level level : stream.levels()) {
            String configuration = level.codec() instanceof AudioCodec audio
                    ? audio.rfc6381(true) + '/' + audio.hlsChannels() + '/' + audio.sampleRate()
                    : level.codec().family();
            sets.computeIfAbsent(configuration, key -> new java.util.ArrayList<>()).add(level);
        }
        int representation = 1;
        for (List<Level> levels : sets.values()) {
            adaptationSet(stream, levels, representation);
            representation += levels.size();
        }
    }

    private void adaptationSet(SelectedStream selected, List<Level> levels, int firstRepresentation) {
        Stream stream = selected.stream();
        boolean video = stream.kind() == TrackKind.VIDEO;
        int group = video ? VIDEO_GROUP : AUDIO_GROUP;
        String codecs = levels.get(0).codec().rfc6381(true);
        out.append("      <AdaptationSet id=\"").append(++adaptationSets).append("\" group=\"").append(group)
                .append("\" profiles=\"ccff\" bitstreamSwitching=\"false\" segmentAlignment=\"true\" contentType=\"")
                .append(video ? "video" : "audio").append("\" mimeType=\"").append(video ? "video" : "audio")
                .append("/mp4\" codecs=\"").append(codecs).append('"');
        if (video) {
            out.append(" maxWidth=\"").append(width(levels)).append("\" maxHeight=\"").append(height(levels)).append('"');
        } else {
            String language = LanguageTag.bcp47(stream.language());
            if (language != null) {
                out.append(" lang=\"").append(XmlText.escape(language)).append('"');
            }
        }
        if (stream.independent()) {
            out.append(" startWithSAP=\"1\"");
        }
        out.append(">\n");
        if (levels.get(0).codec() instanceof AudioCodec audio) {
            audio.channelDescriptors().forEach(channels -> descriptor("AudioChannelConfiguration", channels));
            audio.supplementalProperties().forEach(property -> descriptor("SupplementalProperty", property));
            String label = stream.displayName() == null ? stream.name() : stream.displayName();
            out.append("         <Label>").append(XmlText.escape(label)).append("</Label>\n");
        }
        role("Accessibility", stream.accessibility());
        role("Role", role(selected));
        segmentTemplate(selected);
        for (int i = 0; i < levels.size(); i++) {
            representation(stream, levels.get(i), group + (video ? "_V_" : "_A_") + withoutBlanks(stream.name()) + "_"
                    + (firstRepresentation + i), codecs);
        }
        out.append("      </AdaptationSet>\n");
    }

    /** {@code StringNoWhitespaceType} of the schema; the numbers on both sides keep identifiers apart. */
    private static String withoutBlanks(String name) {
        return BLANK.matcher(name).replaceAll("_");
    }

    private static int width(List<Level> levels) {
        return levels.stream().mapToInt(level -> ((VideoCodec) level.codec()).width()).max().orElse(0);
    }

    private static int height(List<Level> levels) {
        return levels.stream().mapToInt(level -> ((VideoCodec) level.codec()).height()).max().orElse(0);
    }

    /** As stated; else what to start with is {@code main}, and a description an {@code alternate}. */
    private String role(SelectedStream stream) {
        if (stream.stream().role() != null) {
            return stream.stream().role();
        }
        boolean first = stream.kind() == TrackKind.VIDEO
                ? selection.streams(TrackKind.VIDEO).get(0) == stream
                : stream.isDefault();
        return first ? "main" : stream.stream().isAudioDescription() ? "alternate" : null;
    }

    private void role(String element, String value) {
        if (value != null) {
            descriptor(element, new Descriptor("urn:mpeg:dash:role:2011", value));
        }
    }

    private void descriptor(String element, Descriptor descriptor) {
        out.append("         <").append(element).append(" schemeIdUri=\"").append(descriptor.schemeIdUri())
                .append("\" value=\"").append(XmlText.escape(descriptor.value())).append("\"/>\n");
    }

    private void segmentTemplate(SelectedStream stream) {
        out.append("         <SegmentTemplate timescale=\"").append(Ticks.PER_SECOND).append('"');
        if (selection.time().exactStart() > 0) {
            out.append(" presentationTimeOffset=\"").append(selection.time().exactStart()).append('"');
        }
        out.append(" media=\"")
                .append(XmlText.escape(UrlTemplate.dashMedia(stream.name(), parameters.ofFragment())))
                .append("\" initialization=\"")
                .append(XmlText.escape(UrlTemplate.dashInit(stream.name(), parameters.ofFragment())))
                .append("\">\n            <SegmentTimeline>\n");
        FragmentTimeline timeline = stream.timeline();
        int fragment = stream.first();
        while (fragment < stream.end()) {
            long duration = timeline.duration(fragment);
            int repeat = 0;
            while (fragment + repeat + 1 < stream.end() && timeline.continues(fragment + repeat + 1)
                    && timeline.duration(fragment + repeat + 1) == duration) {
                repeat++;
            }
            out.append("               <S");
            boolean first = fragment == stream.first();
            if (first ? timeline.start(fragment) != 0 : !timeline.continues(fragment)) {
                out.append(" t=\"").append(timeline.start(fragment)).append('"');
            }
            out.append(" d=\"").append(duration).append('"');
            if (repeat > 0) {
                out.append(" r=\"").append(repeat).append('"');
            }
            out.append(" />\n");
            fragment += repeat + 1;
        }
        out.append("            </SegmentTimeline>\n         </SegmentTemplate>\n");
    }

    private void representation(Stream stream, Level level, String id, String setCodecs) {
        out.append("         <Representation id=\"").append(XmlText.escape(id)).append("\" bandwidth=\"")
                .append(level.bitrate())
                .append('"');
        String codecs = level.codec().rfc6381(true);
        if (!codecs.equals(setCodecs)) {
            out.append(" codecs=\"").append(codecs).append('"');
        }
        if (level.codec() instanceof VideoCodec video) {
            out.append(" width=\"").append(video.width()).append("\" height=\"").append(video.height()).append('"');
            if (level.frameRate() != null) {
                out.append(" frameRate=\"").append(level.frameRate().fraction()).append('"');
            }
        } else if (level.codec() instanceof AudioCodec audio) {
            out.append(" audioSamplingRate=\"").append(audio.sampleRate()).append('"');
        }
        out.append(" />\n");
    }
}
