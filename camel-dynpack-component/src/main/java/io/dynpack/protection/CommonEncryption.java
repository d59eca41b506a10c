package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.VideoCodec;
import io.dynpack.isobmff.PsshBox;
import io.dynpack.isobmff.TencBox;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.TrackProtection;

/**
 * How the levels that one answer is of are encrypted: asked for by an answer and dropped with it, since it holds a key.
 *
 * @param scheme         of common encryption
 * @param key            of these levels
 * @param systems        {@code pssh} boxes of initialization segments
 * @param keyInFragments whether fragments of Smooth Streaming name their key, which those of {@link ProtectionScheme#PIFF} do
 *                       anyway: for assets with several keys
 * @param layouts        tells where slices lie
 * @param clearLead      ticks of 10 MHz: fragments that begin within it are clear, where the format has a form for them; 0 for none
 */
public record CommonEncryption(ProtectionScheme scheme, ContentKey key, List<PsshBox> systems, boolean keyInFragments,
        SampleLayouts layouts, long clearLead) {
    private static final int IV_SIZE = 8;
    private static final int CRYPT = 1;
    private static final int SKIP = 9;

    public CommonEncryption {
        systems = List.copyOf(systems);
    }

    /** Why samples of a codec are not encrypted, as a sentence for the operator; {@code null} where they are. */
    public static @Nullable String refusal(Level level) {
        return level.codec() instanceof VideoCodec video && video.sampleLayouts() == null
                ? "the codec " + video.family() + " is not encrypted yet: serve this level in the clear, or as H.264 or HEVC"
                : null;
    }

    /** @param level one that {@link #refusal} does not refuse */
    public LevelProtection of(Level level) {
        boolean pattern = level.codec() instanceof VideoCodec;
        TencBox encryption = scheme.isCounter()
                ? new TencBox(0, 0, 0, IV_SIZE, key.id(), ByteBuffer.allocate(0))
                : new TencBox(1, pattern ? CRYPT : 0, pattern ? SKIP : 0, 0, key.id(), ByteBuffer.wrap(key.iv()));
        boolean named = keyInFragments || scheme == ProtectionScheme.PIFF;
        return new LevelProtection(level, new TrackProtection(scheme.fourcc(), encryption, systems, named, clearLead > 0),
                key, layouts);
    }
}
