package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.Ac3Codec;
import io.dynpack.codec.Ac4Codec;
import io.dynpack.codec.AlacCodec;
import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.Av1Codec;
import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.AvcConfiguration;
import io.dynpack.codec.Codec;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.Colour;
import io.dynpack.codec.DolbyVision;
import io.dynpack.codec.DtsCodec;
import io.dynpack.codec.Eac3Codec;
import io.dynpack.codec.ElementaryStreamDescriptor;
import io.dynpack.codec.FlacCodec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.codec.IamfCodec;
import io.dynpack.codec.Mp3Codec;
import io.dynpack.codec.Mpeg4Audio;
import io.dynpack.codec.MpegHCodec;
import io.dynpack.codec.OpusCodec;
import io.dynpack.codec.PcmCodec;
import io.dynpack.codec.Picture;
import io.dynpack.codec.PixelAspect;
import io.dynpack.codec.TextCodec;
import io.dynpack.codec.UnservedCodecs;
import io.dynpack.codec.VideoCodec;
import io.dynpack.codec.Vp9Codec;
import io.dynpack.codec.VvcCodec;
import io.dynpack.isobmff.AudioSampleEntry;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxReader;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.isobmff.VisualSampleEntry;

/** Which codec a sample entry is of, and in which of its boxes that says more: the place where a new codec is hooked in. */
final class EntryCodecs {
    /** QuickTime's sample entry of MP3. */
    static final int QUICKTIME_MP3 = Fourcc.of(".mp3");
    /** Where sampleSize lies in the payload of an audio entry. */
    private static final int QUICKTIME_SAMPLE_SIZE = 18;
    /** Where constBitsPerChannel lies in that of version 2, in front of flags and bytes of a frame. */
    private static final int QUICKTIME_BITS_PER_CHANNEL = 48;
    /** Bytes of two sides of a pixel, and of a type with three numbers. */
    private static final int PASP = 8;
    private static final int COLR = 10;
    private static final int NCLX = Fourcc.of("nclx");
    /** QuickTime's, without a range. */
    private static final int NCLC = Fourcc.of("nclc");

    private static final Map<String, Function<VisualSampleEntry, VideoCodec>> VIDEO = Map.ofEntries(
            Map.entry("avc1", EntryCodecs::avc),
            Map.entry("avc3", EntryCodecs::avc),
            Map.entry("av01", EntryCodecs::av1),
            Map.entry("dav1", EntryCodecs::av1),
            Map.entry("vp08", EntryCodecs::vp9),
            Map.entry("vp09", EntryCodecs::vp9),
            Map.entry("hvc1", EntryCodecs::hevc),
            Map.entry("hev1", EntryCodecs::hevc),
            Map.entry("dvh1", EntryCodecs::hevc),
            Map.entry("dvhe", EntryCodecs::hevc),
            Map.entry("vvc1", EntryCodecs::vvc),
            Map.entry("vvi1", EntryCodecs::vvc));

    private static final Map<String, Function<AudioSampleEntry, AudioCodec>> AUDIO = Map.ofEntries(
            Map.entry("mp4a", EntryCodecs::mpeg4),
            Map.entry(".mp3", EntryCodecs::mp3),
            Map.entry("ac-3", entry -> Ac3Codec.of(required(entry, "dac3"), entry.sampleRate())),
            Map.entry("ec-3", entry -> Eac3Codec.of(required(entry, "dec3"), entry.sampleRate())),
            Map.entry("dtsc", EntryCodecs::dts),
            Map.entry("dtsh", EntryCodecs::dts),
            Map.entry("dtsl", EntryCodecs::dts),
            Map.entry("dtse", EntryCodecs::dts),
            Map.entry("dtsx", EntryCodecs::dtsUhd),
            Map.entry("Opus", entry -> OpusCodec.of(required(entry, "dOps"))),
            Map.entry("fLaC", entry -> FlacCodec.of(required(entry, "dfLa"))),
            Map.entry("alac", entry -> AlacCodec.of(required(entry, "alac"))),
            Map.entry("ac-4", entry -> Ac4Codec.of(required(entry, "dac4"), entry.channelCount())),
            Map.entry("mha1", EntryCodecs::mpegH),
            Map.entry("mhm1", EntryCodecs::mpegH),
            Map.entry("iamf", entry -> IamfCodec.of(required(entry, "iacb"))),
            Map.entry("ipcm", EntryCodecs::pcm),
            Map.entry("fpcm", EntryCodecs::pcm),
            Map.entry("sowt", EntryCodecs::quickTimePcm),
            Map.entry("twos", EntryCodecs::quickTimePcm),
            Map.entry("in24", EntryCodecs::quickTimePcm),
            Map.entry("in32", EntryCodecs::quickTimePcm),
            Map.entry("fl32", EntryCodecs::quickTimePcm),
            Map.entry("fl64", EntryCodecs::quickTimePcm),
            Map.entry("lpcm", EntryCodecs::lpcm));

    /** Common Encryption, and what was bought with FairPlay. */
    private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "enct", "drmi", "drms");

    private EntryCodecs() {}

    /** @throws CodecException when the codec is not served, or its configuration is damaged */
    static Codec of(Box entry, TrackKind kind) {
        String type = Fourcc.text(entry.type());
        if (ENCRYPTED.contains(type)) {
            throw new CodecException.Encrypted("is encrypted already (" + type + ")");
        }
        if (kind == TrackKind.VIDEO && VIDEO.containsKey(type)) {
            return VIDEO.get(type).apply(VisualSampleEntry.read(entry));
        }
        if (kind == TrackKind.AUDIO && AUDIO.containsKey(type)) {
            return AUDIO.get(type).apply(AudioSampleEntry.read(entry));
        }
        TextCodec.Form text = TextCodec.Form.of(type);
        if (kind == TrackKind.TEXT && text != null) {
            return TextCodec.of(text, entry.payload());
        }
        throw UnservedCodecs.sampleEntry(type);
    }

    private static VideoCodec avc(VisualSampleEntry entry) {
        return AvcCodec.of(Fourcc.text(entry.format()), AvcConfiguration.parse(required(entry, "avcC")), picture(entry));
    }

    private static VideoCodec av1(VisualSampleEntry entry) {
        return Av1Codec.of(Fourcc.text(entry.format()), required(entry, "av1C"), picture(entry));
    }

    private static VideoCodec vp9(VisualSampleEntry entry) {
        return Vp9Codec.of(Fourcc.text(entry.format()), required(entry, "vpcC"), picture(entry));
    }

    private static VideoCodec hevc(VisualSampleEntry entry) {
        return HevcCodec.of(Fourcc.text(entry.format()), required(entry, "hvcC"), picture(entry));
    }

    private static VideoCodec vvc(VisualSampleEntry entry) {
        return VvcCodec.of(Fourcc.text(entry.format()), required(entry, "vvcC"), picture(entry));
    }

    private static AudioCodec mpegH(AudioSampleEntry entry) {
        return MpegHCodec.of(Fourcc.text(entry.format()), required(entry, "mhaC"), entry.channelCount(), entry.sampleRate());
    }

    private static AudioCodec mpeg4(AudioSampleEntry entry) {
        return Mpeg4Audio.of(ElementaryStreamDescriptor.parse(required(entry, "esds")), entry.channelCount(),
                entry.sampleRate());
    }

    private static AudioCodec mp3(AudioSampleEntry entry) {
        return new Mp3Codec(Mp3Codec.objectType(entry.sampleRate()), (int) entry.sampleRate(), entry.channelCount());
    }

    /** The entry's field has 16 bits for the rate; what is above stands in a box. */
    private static AudioCodec pcm(AudioSampleEntry entry) {
        Box chnl = entry.child(Fourcc.CHNL);
        Box srat = entry.child(Fourcc.SRAT);
        long rate = srat == null ? entry.sampleRate() : srat.reader().skip(4).u32();
        return PcmCodec.of(Fourcc.text(entry.format()), required(entry, "pcmC"), chnl == null ? null : chnl.payload(),
                entry.channelCount(), rate);
    }

    private static AudioCodec quickTimePcm(AudioSampleEntry entry) {
        Box enda = entry.child(Fourcc.of("enda"));
        boolean swapped = enda != null && enda.payload().remaining() >= 2 && enda.reader().u16() == 1;
        int bits = entry.box().reader().skip(QUICKTIME_SAMPLE_SIZE).u16();
        return PcmCodec.ofQuickTime(Fourcc.text(entry.format()), swapped, bits, entry.channelCount(), entry.sampleRate());
    }

    private static AudioCodec lpcm(AudioSampleEntry entry) {
        BoxReader in = entry.box().reader().skip(8);
        if (in.u16() != 2) {
            throw new CodecException("lpcm has a sample entry of another version than 2");
        }
        in.skip(QUICKTIME_BITS_PER_CHANNEL - 10);
        int bits = in.i32();
        return PcmCodec.ofLpcm(in.i32(), bits, in.u32(), entry.channelCount(), entry.sampleRate());
    }

    /** Older files have no configuration. */
    private static AudioCodec dts(AudioSampleEntry entry) {
        String type = Fourcc.text(entry.format());
        return entry.child(Fourcc.of("ddts")) == null
                ? DtsCodec.ofEntry(type, entry.channelCount(), entry.sampleRate())
                : DtsCodec.of(type, required(entry, "ddts"), entry.channelCount());
    }

    private static AudioCodec dtsUhd(AudioSampleEntry entry) {
        return entry.child(Fourcc.of("udts")) == null
                ? DtsCodec.ofEntry(DtsCodec.UHD, entry.channelCount(), entry.sampleRate())
                : DtsCodec.ofUhd(required(entry, "udts"), entry.channelCount());
    }

    /** What the boxes of an entry say of its pictures. */
    private static Picture picture(VisualSampleEntry entry) {
        Box pasp = optional(entry, "pasp", PASP);
        PixelAspect aspect = null;
        if (pasp != null) {
            BoxReader in = pasp.reader();
            aspect = PixelAspect.of(in.u32(), in.u32());
        }
        DolbyVision dolbyVision = null;
        for (String type : new String[]{"dvcC", "dvvC", "dvwC"}) {
            Box box = optional(entry, type, DolbyVision.LEAST);
            dolbyVision = box == null || dolbyVision != null ? dolbyVision : DolbyVision.parse(box.payload());
        }
        return new Picture(entry.width(), entry.height(), aspect, colour(optional(entry, "colr", COLR)), dolbyVision);
    }

    /**
     * A box that says more of the pictures. One that is not whole says nothing, since pictures are decoded without it: what stands
     * behind the configuration record refuses no file.
     *
     * @param least bytes of its payload
     */
    private static @Nullable Box optional(VisualSampleEntry entry, String type, int least) {
        try {
            Box box = entry.child(Fourcc.of(type));
            return box == null || box.payload().remaining() < least ? null : box;
        } catch (IsobmffException e) {
            return null;
        }
    }

    /** @param colr or {@code null}; a profile of ICC says nothing that manifests can say */
    private static @Nullable Colour colour(@Nullable Box colr) {
        if (colr == null) {
            return null;
        }
        BoxReader in = colr.reader();
        int type = in.i32();
        if (type != NCLX && type != NCLC) {
            return null;
        }
        return new Colour(in.u16(), in.u16(), in.u16(), type == NCLX && in.remaining() > 0 && in.u8() >= 0x80);
    }

    private static ByteBuffer required(VisualSampleEntry entry, String type) {
        return required(entry.box(), entry.child(Fourcc.of(type)), type);
    }

    private static ByteBuffer required(AudioSampleEntry entry, String type) {
        return required(entry.box(), entry.child(Fourcc.of(type)), type);
    }

    /** Copied, so that a codec never holds the whole {@code moov} in memory. */
    private static ByteBuffer required(Box entry, @Nullable Box child, String type) {
        if (child == null) {
            throw new CodecException(Fourcc.text(entry.type()) + " has no " + type);
        }
        ByteBuffer payload = child.payload();
        return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }
}
