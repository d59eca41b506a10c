package io.dynpack.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Reads the descriptor OBUs of IAMF as far as manifests speak of them (Immersive Audio Model and Formats, clause 3). */
final class IamfDescriptors {
    private static final int CODEC_CONFIG = 0;
    private static final int AUDIO_ELEMENT = 1;
    private static final int SEQUENCE_HEADER = 31;
    private static final int IA_CODE = 0x69616d66;
    private static final int CHANNEL_BASED = 0;
    private static final int SCENE_BASED = 1;
    private static final int DEMIXING = 1;
    private static final int RECON_GAIN = 2;
    private static final int EXPANDED = 15;
    private static final int MAX_FRAME_LENGTH = 1 << 16;
    /** By loudspeaker_layout: mono, stereo, 5.1, 5.1.2, 5.1.4, 7.1, 7.1.2, 7.1.4, 3.1.2, binaural. */
    private static final int[] CHANNELS = {1, 2, 6, 8, 10, 8, 10, 12, 6, 2};
    /** ChannelConfiguration of ISO/IEC 23091-3 of each. */
    private static final int[] CONFIGURATIONS = {1, 2, 6, 14, 16, 12, 0, 19, 0, 0};

    private int primaryProfile = -1;
    private int additionalProfile;
    private @Nullable String coding;
    private int frameLength;
    private int sampleRate;
    private int rollDistance;
    private int channels;
    private int configuration;
    private boolean expanded;

    private IamfDescriptors() {}

    static IamfDescriptors read(ByteBuffer iacb) {
        ByteBuffer in = iacb.slice();
        IamfDescriptors found = new IamfDescriptors();
        try {
            int version = in.get() & 0xff;
            if (version != 1) {
                throw new CodecException("iacb has version " + version + ", only 1 is known");
            }
            ByteBuffer units = part(in, leb128(in));
            while (units.hasRemaining()) {
                int header = units.get() & 0xff;
                ByteBuffer unit = part(units, leb128(units));
                if ((header & 1) != 0) {
                    part(unit, leb128(unit));
                }
                found.unit(header >> 3, unit);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new CutOffException("iacb");
        }
        return found;
    }

    IamfCodec codec() {
        if (primaryProfile >= 0 && coding != null && channels == 0 && expanded) {
            throw new CodecException.NotServed("IAMF whose loudspeakers are those of an expanded layout alone is not served");
        }
        if (primaryProfile < 0 || coding == null || channels == 0) {
            throw new CodecException("iacb has no " + (primaryProfile < 0
                    ? "sequence header"
                    : coding == null ? "codec configuration" : "audio element whose layout is known"));
        }
        return new IamfCodec(primaryProfile, additionalProfile, coding, frameLength, sampleRate, rollDistance, channels,
                configuration);
    }

    private void unit(int type, ByteBuffer unit) {
        if (type == SEQUENCE_HEADER) {
            if (unit.getInt() != IA_CODE) {
                throw new CodecException("iacb has a sequence header that is none of IAMF");
            }
            primaryProfile = unit.get() & 0xff;
            additionalProfile = unit.get() & 0xff;
        } else if (type == CODEC_CONFIG && coding == null) {
            codecConfig(unit);
        } else if (type == AUDIO_ELEMENT) {
            audioElement(unit);
        }
    }

    private void codecConfig(ByteBuffer unit) {
        leb128(unit);
        byte[] name = new byte[4];
        unit.get(name);
        String id = new String(name, StandardCharsets.ISO_8859_1);
        long length = leb128(unit);
        rollDistance = Math.min(0, unit.getShort());
        sampleRate = switch (id) {
            case "Opus" -> 48000;
            case "mp4a" -> AudioSpecificConfig.parse(ElementaryStreamDescriptor.decoderConfig(unit).specificInfo())
                    .sampleRate();
            case "fLaC" -> (int) (unit.getLong(unit.position() + 4 + 8) >>> 28) & 0xfffff;
            case "ipcm" -> unit.getInt(unit.position() + 2);
            default -> throw new CodecException.NotServed("IAMF with the codec " + id + " is not served");
        };
        if (length == 0 || length > MAX_FRAME_LENGTH || sampleRate <= 0) {
            throw new CodecException("iacb states frames of " + length + " samples at " + sampleRate + " Hz");
        }
        frameLength = (int) length;
        coding = "mp4a".equals(id) ? "mp4a.40.2" : id;
    }

    private void audioElement(ByteBuffer unit) {
        leb128(unit);
        int type = (unit.get() & 0xff) >> 5;
        leb128(unit);
        skipped(unit, leb128(unit));
        long parameters = leb128(unit);
        for (long i = 0; i < parameters; i++) {
            parameter(unit);
        }
        if (type == CHANNEL_BASED) {
            layers(unit);
        } else if (type == SCENE_BASED) {
            leb128(unit);
            found(unit.get() & 0xff, 0);
        }
    }

    private static void parameter(ByteBuffer unit) {
        long type = leb128(unit);
        if (type != DEMIXING && type != RECON_GAIN) {
            part(unit, leb128(unit));
            return;
        }
        leb128(unit);
        leb128(unit);
        if ((unit.get() & 0x80) == 0) {
            leb128(unit);
            long subblock = leb128(unit);
            if (subblock == 0) {
                skipped(unit, leb128(unit));
            }
        }
        if (type == DEMIXING) {
            unit.getShort();
        }
    }

    /** scalable_channel_layout_config: each layer adds channels to those before it. */
    private void layers(ByteBuffer unit) {
        int layers = (unit.get() & 0xff) >> 5;
        for (int i = 0; i < layers; i++) {
            int flags = unit.get() & 0xff;
            unit.getShort();
            if ((flags & 8) != 0) {
                unit.get();
                unit.getShort();
            }
            int layout = flags >> 4;
            if (layout == EXPANDED && i == 0) {
                unit.get();
                expanded = true;
            }
            if (layout < CHANNELS.length) {
                found(CHANNELS[layout], CONFIGURATIONS[layout]);
            }
        }
    }

    private void found(int count, int layout) {
        if (count > channels) {
            channels = count;
            configuration = layout;
        }
    }

    private static void skipped(ByteBuffer in, long numbers) {
        for (long i = 0; i < numbers; i++) {
            leb128(in);
        }
    }

    private static ByteBuffer part(ByteBuffer in, long size) {
        if (size > in.remaining()) {
            throw new CutOffException("iacb");
        }
        ByteBuffer part = in.slice(in.position(), (int) size);
        in.position(in.position() + (int) size);
        return part;
    }

    /** Of at most eight bytes. */
    private static long leb128(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int part = in.get() & 0xff;
            value |= (long) (part & 0x7f) << 7 * i;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
        throw new CodecException("iacb holds a number of more than eight bytes");
    }
}
