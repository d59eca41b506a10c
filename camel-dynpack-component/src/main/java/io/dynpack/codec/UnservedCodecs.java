package io.dynpack.codec;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What people call the codecs that are not served, so that a refusal names what is there and not only its code. */
public final class UnservedCodecs {
    /** By sample entry: the registration authority of MP4, and QuickTime. */
    private static final Map<String, String> ENTRIES = Map.ofEntries(
            Map.entry("apch", "Apple ProRes"),
            Map.entry("apcn", "Apple ProRes"),
            Map.entry("apco", "Apple ProRes"),
            Map.entry("apcs", "Apple ProRes"),
            Map.entry("ap4h", "Apple ProRes"),
            Map.entry("ap4x", "Apple ProRes"),
            Map.entry("apv1", "APV"),
            Map.entry("avc2", "H.264 with extractors"),
            Map.entry("avc4", "H.264 with extractors"),
            Map.entry("AVdh", "Avid DNxHR"),
            Map.entry("AVdn", "Avid DNxHD"),
            Map.entry("dvav", "Dolby Vision in H.264"),
            Map.entry("dva1", "Dolby Vision in H.264"),
            Map.entry("evc1", "MPEG-5 EVC"),
            Map.entry("evs ", "EVS"),
            Map.entry("ffv1", "FFV1"),
            Map.entry("FFV1", "FFV1"),
            Map.entry("H263", "H.263"),
            Map.entry("h263", "H.263"),
            Map.entry("s263", "H.263"),
            Map.entry("hvc2", "HEVC with extractors"),
            Map.entry("hvt1", "HEVC in tiles"),
            Map.entry("ima4", "IMA ADPCM"),
            Map.entry("jpeg", "Motion JPEG"),
            Map.entry("mjpa", "Motion JPEG"),
            Map.entry("mjpb", "Motion JPEG"),
            Map.entry("lhv1", "HEVC in layers"),
            Map.entry("lvc1", "MPEG-5 LCEVC"),
            Map.entry("mha2", "MPEG-H 3D Audio"),
            Map.entry("mhm2", "MPEG-H 3D Audio"),
            Map.entry("mjp2", "JPEG 2000"),
            Map.entry("mlpa", "Dolby TrueHD"),
            Map.entry("mp4v", "MPEG-4 Visual"),
            Map.entry("mvc1", "H.264 in several views"),
            Map.entry("m2v1", "MPEG-2 video"),
            Map.entry("Qclp", "QCELP"),
            Map.entry("QDM2", "QDesign Music"),
            Map.entry("QDMC", "QDesign Music"),
            Map.entry("raw ", "uncompressed samples"),
            Map.entry("rle ", "QuickTime Animation"),
            Map.entry("samr", "AMR"),
            Map.entry("sawb", "AMR-WB"),
            Map.entry("sawp", "AMR-WB+"),
            Map.entry("sevc", "EVRC"),
            Map.entry("spex", "Speex"),
            Map.entry("sqcp", "QCELP"),
            Map.entry("SVQ1", "Sorenson Video"),
            Map.entry("SVQ3", "Sorenson Video 3"),
            Map.entry("svc1", "H.264 in layers"),
            Map.entry("ulaw", "PCM, mu-law"),
            Map.entry("alaw", "PCM, A-law"),
            Map.entry("vc-1", "VC-1"));

    /** By objectTypeIndication of the ES_Descriptor. */
    private static final Map<Integer, String> OBJECT_TYPES = Map.ofEntries(
            Map.entry(0x20, "MPEG-4 Visual"),
            Map.entry(0xa5, "AC-3 in an mp4a entry"),
            Map.entry(0xa6, "E-AC-3 in an mp4a entry"),
            Map.entry(0xad, "Opus in an mp4a entry"),
            Map.entry(0xae, "Dolby AC-4"),
            Map.entry(0xdd, "Vorbis"),
            Map.entry(0xe1, "QCELP"));

    /** By the object type of AudioSpecificConfig (ISO/IEC 14496-3, table 1.17). */
    private static final Map<Integer, String> AUDIO_OBJECT_TYPES = Map.ofEntries(
            Map.entry(1, "AAC Main"),
            Map.entry(3, "AAC SSR"),
            Map.entry(4, "AAC LTP"),
            Map.entry(6, "AAC Scalable"),
            Map.entry(17, "error resilient AAC-LC"),
            Map.entry(22, "error resilient BSAC"),
            Map.entry(23, "AAC-LD"),
            Map.entry(32, "MPEG-1 Layer I"),
            Map.entry(33, "MPEG-1 Layer II"),
            Map.entry(34, "MP3 in an MPEG-4 audio configuration"),
            Map.entry(36, "MPEG-4 ALS"),
            Map.entry(37, "MPEG-4 SLS"),
            Map.entry(38, "MPEG-4 SLS"),
            Map.entry(39, "AAC-ELD"));

    private UnservedCodecs() {}

    /** @param type four-character code of a sample entry */
    public static CodecException.NotServed sampleEntry(String type) {
        return notServed("sample entry " + type, ENTRIES.get(type));
    }

    /** @param type objectTypeIndication of an {@code mp4a} */
    static CodecException.NotServed objectType(int type) {
        return notServed(String.format(Locale.ROOT, "mp4a with object type 0x%02x", type), OBJECT_TYPES.get(type));
    }

    /** @param type object type of AudioSpecificConfig */
    static CodecException.NotServed audioObjectType(int type) {
        return notServed("MPEG-4 audio object type " + type, AUDIO_OBJECT_TYPES.get(type));
    }

    private static CodecException.NotServed notServed(String code, @Nullable String name) {
        return new CodecException.NotServed(code + (name == null ? "" : " (" + name + ")") + " is not served");
    }
}
