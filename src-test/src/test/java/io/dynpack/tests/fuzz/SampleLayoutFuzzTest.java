package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.codec.Av1Codec;
import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.AvcConfiguration;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.HevcCodec;
import io.dynpack.codec.Picture;
import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.SampleLayoutReader;
import io.dynpack.codec.VideoCodec;
import io.dynpack.codec.Vp9Codec;

/**
 * Any bytes as samples of video that are to be encrypted: a layout that covers them, the same however they were read. First
 * comes the codec, then the length of its configuration in two bytes and the configuration, then samples, each behind its
 * length in two bytes.
 */
class SampleLayoutFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void anySamples(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            VideoCodec codec;
            try {
                codec = codec(in);
            } catch (CodecException e) {
                return;
            }
            List<ByteBuffer> samples = new ArrayList<>();
            while (codec != null && in.remaining() >= 2) {
                samples.add(part(in));
            }
            if (!samples.isEmpty()) {
                requireCovered(layout(codec, samples, Integer.MAX_VALUE), layout(codec, samples, 0), samples);
            }
        });
    }

    private static VideoCodec codec(ByteBuffer in) {
        if (in.remaining() < 3) {
            return null;
        }
        int kind = in.get() & 3;
        ByteBuffer configuration = part(in);
        Picture stated = Picture.ofSize(320, 180);
        return switch (kind) {
            case 0 -> AvcCodec.of("avc3", AvcConfiguration.parse(configuration), stated);
            case 1 -> HevcCodec.of("hev1", configuration, stated);
            case 2 -> Vp9Codec.of("vp09", configuration, stated);
            default -> Av1Codec.of("av01", configuration, stated);
        };
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = Math.min(in.getShort() & 0xffff, in.remaining());
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    /** @param most bytes that the reader gets at a time, unless it needs more */
    private static SampleLayout layout(VideoCodec codec, List<ByteBuffer> samples, int most) {
        SampleLayoutReader reader = codec.sampleLayouts();
        for (int i = 0; i < samples.size(); i++) {
            ByteBuffer sample = samples.get(i);
            reader.begin(sample.limit(), i % 3 == 0);
            boolean over = false;
            while (!over) {
                int left = sample.limit() - reader.position();
                if (reader.needed() > left) {
                    throw new AssertionError("needs " + reader.needed() + " bytes of " + left);
                }
                over = reader.read(sample.slice(reader.position(), Math.min(left, Math.max(most, reader.needed()))));
            }
        }
        return reader.layout();
    }

    private static void requireCovered(SampleLayout layout, SampleLayout other, List<ByteBuffer> samples) {
        SampleLayout.Reader one = layout.reader();
        SampleLayout.Reader two = other.reader();
        for (ByteBuffer sample : samples) {
            one.sample(sample.limit());
            two.sample(sample.limit());
            long sum = 0;
            while (one.next()) {
                if (!two.next() || one.clear() != two.clear() || one.data() != two.data()) {
                    throw new AssertionError("another layout where it was read in portions");
                }
                if (one.clear() < 0 || one.data() < 0) {
                    throw new AssertionError(one.clear() + " clear and " + one.data() + " protected bytes");
                }
                sum += one.clear() + (long) one.data();
            }
            if (two.next() || sum != sample.limit()) {
                throw new AssertionError(sum + " bytes of " + sample.limit());
            }
        }
    }
}
