package io.dynpack.manifest.smooth;

import java.util.List;
import java.util.stream.Stream;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.codec.NalUnitCodec;
import io.dynpack.codec.SmoothCodec;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.XmlText;
import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TimeWindow;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.UrlTemplate;

/** Writes {@code SmoothStreamingMedia}: version 2.2 with runs of equal fragments, version 2.0 with one entry a fragment. */
public final class SmoothManifest {
    private final Selection selection;
    private final Parameters parameters;
    private final ContentProtections protections;
    private final boolean repeats;
    private final StringBuilder out = new StringBuilder(4096);

    private SmoothManifest(Selection selection, Parameters parameters, ContentProtections protections) {
        this.selection = selection;
        this.parameters = parameters;
        this.protections = protections;
        this.repeats = parameters.format() != Format.FMP4_V20;
    }

    /** As {@link #of(Selection, Parameters, ContentProtections)} without encryption. */
    public static String of(Selection selection, Parameters parameters) {
        return of(selection, parameters, ContentProtections.NONE);
    }

    /** @param parameters of the URL that asked */
    public static String of(Selection selection, Parameters parameters, ContentProtections protections) {
        return new SmoothManifest(selection, parameters, protections).write();
    }

    private String write() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<SmoothStreamingMedia MajorVersion=\"2\" MinorVersion=\"").append(repeats || hasHevc() ? 2 : 0)
                .append("\" Duration=\"")
                .append(duration()).append("\" TimeScale=\"").append(Ticks.PER_SECOND).append("\">\n");
        protection();
        streams().forEach(this::streamIndex);
        selection.texts().forEach(this::textIndex);
        return out.append("</SmoothStreamingMedia>\n").toString();
    }

    /** Presentations with HEVC are of version 2.2 (MS-SSTR, amendment for HEVC, 3.1.1.1). */
    private boolean hasHevc() {
        return selection.streams().stream().flatMap(stream -> stream.levels().stream())
                .anyMatch(level -> level.smoothFourcc() != null);
    }

    /** There is room for one header (MS-SSTR 2.2.2.2). That of the envelope is XML, not Base64. */
    private void protection() {
        // video and audio may all be clear beside text that is not
        Stream.concat(streams().stream().flatMap(stream -> stream.levels().stream()).map(protections::of),
                selection.texts().stream().map(text -> protections.ofText()))
                .filter(ContentProtection.Envelope.class::isInstance).map(ContentProtection.Envelope.class::cast).findFirst()
                .ifPresent(this::envelope);
        String object = protections.playReadyObject();
        if (object != null) {
            out.append("   <Protection>\n      <ProtectionHeader SystemID=\"9A04F079-9840-4286-AB92-E65BE0885F95\">")
                    .append(object).append("</ProtectionHeader>\n   </Protection>\n");
        }
    }

    private void envelope(ContentProtection.Envelope envelope) {
        out.append("   <Protection>\n      <ProtectionHeader SystemID=\"B47B251A-2409-4B42-958E-08DBAE7B4EE9\">\n")
                .append("         <ContentProtection schemeIdUri=\"urn:mpeg:dash:sea:2012\"")
                .append(" xmlns:sea=\"urn:mpeg:dash:schema:sea:2012\">\n")
                .append("            <sea:SegmentEncryption schemeIdUri=\"urn:mpeg:dash:sea:aes128-cbc:2013\" />\n")
                .append("            <sea:KeySystem keySystemUri=\"urn:mpeg:dash:sea:keysys:http:2013\" />\n")
                .append("            <sea:CryptoPeriod IV=\"0x").append(envelope.iv()).append('"');
        attribute("keyUriTemplate", envelope.keyUri());
        out.append(" />\n         </ContentProtection>\n      </ProtectionHeader>\n   </Protection>\n");
    }

    /** dash.js counts the times of all streams from the first one's, so where that is not 0 video stands first. */
    private List<SelectedStream> streams() {
        return selection.time().isCut()
                ? Stream.concat(selection.streams(TrackKind.VIDEO).stream(), selection.streams().stream()
                        .filter(stream -> stream.kind() != TrackKind.VIDEO)).toList()
                : selection.streams();
    }

    /**
     * Of what is shown, ticks of 10 MHz. Times are those of the whole; a cut presentation begins with the smallest of them, which
     * players subtract.
     */
    private long duration() {
        long last = selection.streams().stream().mapToLong(stream -> stream.stream().smoothTimeline().end(stream.end() - 1))
                .max()
                .orElse(0);
        if (!selection.time().isCut()) {
            return last;
        }
        long smallest = Long.MAX_VALUE;
        long shift = 0;
        for (SelectedStream stream : selection.streams()) {
            long start = stream.stream().smoothTimeline().start(stream.first());
            smallest = Math.min(smallest, start);
            // the same for all streams
            shift = start - stream.timeline().start(stream.first());
        }
        long end = selection.time().end();
        return (end == TimeWindow.UNCUT ? last : Math.min(last, end + shift)) - smallest;
    }

    private void streamIndex(SelectedStream stream) {
        boolean video = stream.kind() == TrackKind.VIDEO;
        out.append("   <StreamIndex Chunks=\"").append(stream.count()).append("\" Type=\"")
                .append(video ? "video" : "audio").append("\" Url=\"")
                .append(XmlText.escape(UrlTemplate.smooth(stream.name(), parameters.ofFragment())))
                .append("\" QualityLevels=\"")
                .append(stream.levels().size()).append('"');
        if (!video) {
            attribute("Language", stream.stream().language());
        }
        // the service never named the only video; a second one needs a name to be told apart
        if (!video || !"video".equals(stream.name())) {
            attribute("Name", stream.name());
        }
        if (stream.levels().get(0).codec() instanceof VideoCodec codec && codec.picture().isAnamorphic()) {
            out.append(" DisplayWidth=\"").append(codec.picture().displayWidth()).append("\" DisplayHeight=\"")
                    .append(codec.height()).append('"');
        }
        if (stream.stream().role() != null) {
            attribute("Role", stream.stream().role());
        }
        if (stream.stream().accessibility() != null) {
            attribute("Accessibility", stream.stream().accessibility());
        }
        out.append(">\n");
        for (int i = 0; i < stream.levels().size(); i++) {
            qualityLevel(stream.levels().get(i), i);
        }
        chunks(stream.stream().smoothTimeline(), stream.first(), stream.end());
        out.append("   </StreamIndex>\n");
    }

    /** {@code Subtype} as MS-SSTR 2.2.2.3 has it: captions for those who do not hear, or subtitles. */
    private void textIndex(SelectedText selected) {
        TextStream text = selected.stream();
        out.append("   <StreamIndex Chunks=\"").append(selected.count()).append("\" Type=\"text\" Subtype=\"")
                .append(TextStream.CAPTION.equals(text.role()) ? "CAPT" : "SUBT").append("\" Url=\"")
                .append(XmlText.escape(UrlTemplate.smooth(text.name(), parameters.ofFragment())))
                .append("\" QualityLevels=\"1\"");
        attribute("Language", text.language());
        attribute("Name", text.name());
        out.append(">\n      <QualityLevel Index=\"0\" Bitrate=\"").append(text.bitrate())
                .append("\" FourCC=\"TTML\" CodecPrivateData=\"\" />\n");
        chunks(text.smoothTimeline(), selected.first(), selected.end());
        out.append("   </StreamIndex>\n");
    }

    private void qualityLevel(Level level, int index) {
        out.append("      <QualityLevel ");
        if (level.codec() instanceof AudioCodec audio) {
            SmoothCodec smooth = (SmoothCodec) audio;
            out.append("AudioTag=\"").append(smooth.audioTag()).append("\" Index=\"").append(index)
                    .append("\" BitsPerSample=\"16\" Bitrate=\"")
                    .append(level.bitrate()).append('"');
            attribute("FourCC", smooth.smoothFourcc());
            attribute("CodecPrivateData", smooth.codecPrivateData());
            out.append(" Channels=\"").append(audio.channels()).append("\" PacketSize=\"").append(audio.channels() * 2)
                    .append("\" SamplingRate=\"").append(audio.sampleRate()).append('"');
        } else if (level.codec() instanceof VideoCodec video) {
            SmoothCodec smooth = smooth(level);
            out.append("Index=\"").append(index).append("\" Bitrate=\"").append(level.bitrate()).append('"');
            attribute("FourCC", smooth.smoothFourcc());
            out.append(" MaxWidth=\"").append(video.width()).append("\" MaxHeight=\"").append(video.height()).append('"');
            attribute("CodecPrivateData", smooth.codecPrivateData());
            if (video instanceof NalUnitCodec units && units.nalLengthSize() != 4) {
                out.append(" NALUnitLengthField=\"").append(units.nalLengthSize()).append('"');
            }
            if (smooth.codecs() != null) {
                out.append(">\n         <CustomAttributes>\n            <Attribute Name=\"codecs\"");
                attribute("Value", smooth.codecs());
                out.append(" />\n         </CustomAttributes>\n      </QualityLevel>\n");
                return;
            }
        }
        out.append(" />\n");
    }

    private static SmoothCodec smooth(Level level) {
        return level.codec() instanceof HevcCodec hevc && level.smoothFourcc() != null
                ? hevc.smooth(level.smoothFourcc())
                : (SmoothCodec) level.codec();
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"").append(XmlText.escape(value)).append('"');
    }

    private void chunks(FragmentTimeline timeline, int first, int end) {
        int fragment = first;
        while (fragment < end) {
            long duration = timeline.duration(fragment);
            int run = 1;
            while (repeats && fragment + run < end && timeline.continues(fragment + run)
                    && timeline.duration(fragment + run) == duration) {
                run++;
            }
            out.append("      <c");
            if (fragment == first || !timeline.continues(fragment)) {
                out.append(" t=\"").append(timeline.start(fragment)).append('"');
            }
            out.append(" d=\"").append(duration).append('"');
            if (run > 1) {
                out.append(" r=\"").append(run).append('"');
            }
            if (!repeats && fragment == first) {
                out.append(" n=\"0\"");
            }
            out.append(" />\n");
            fragment += run;
        }
    }
}
