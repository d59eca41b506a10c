package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the beginnings of access units of H.264 or HEVC of one configuration, as many as there are. Safe for use by many threads.
 */
public final class AccessUnitReader {
    /** A slice header begins with three numbers of at most 32 bits each. */
    private static final int SLICE_HEADER = 16;

    private final NalUnitSyntax syntax;
    private final int lengthSize;
    /** Without the zero bytes behind them: taken off once, as they may be many and every access unit is compared. */
    private final Set<ByteBuffer> announced = new HashSet<>();

    /**
     * @param lengthSize bytes of the length in front of each NAL unit: 1, 2 or 4
     * @param announced  the parameter sets of the sample entry
     */
    AccessUnitReader(NalUnitSyntax syntax, int lengthSize, List<ByteBuffer> announced) {
        this.syntax = syntax;
        this.lengthSize = lengthSize;
        announced.forEach(set -> this.announced.add(ActiveParameterSets.bare(set)));
    }

    /**
     * @param head first bytes of the sample; its position stays
     * @param size bytes of the whole sample
     * @throws CodecException when its NAL units do not lie in it, or more of them are parameter sets than there can be
     */
    public AccessUnit read(ByteBuffer head, int size) {
        ByteBuffer in = head.slice();
        boolean delimiter = false;
        List<ByteBuffer> sets = new ArrayList<>();
        int[] counts = new int[syntax.setKinds()];
        boolean unannounced = false;
        boolean complete = false;
        NalUnitSyntax.Slice slice = NalUnitSyntax.Slice.UNKNOWN;
        SeiMessages messages = SeiMessages.NONE;
        int units = 0;
        int at = 0;
        while (!complete && at + lengthSize < in.limit()) {
            int length = length(in, at);
            at += lengthSize;
            if (length < 0 || length > size - at) {
                throw new CodecException("access unit has a NAL unit that ends behind it");
            }
            if (length == 0) {
                continue;
            }
            ByteBuffer unit = in.slice(at, Math.min(length, in.limit() - at));
            int type = syntax.type(unit);
            complete = syntax.isSlice(type);
            if (!complete && length > in.limit() - at) {
                break;
            }
            int kind = syntax.setKind(type);
            if (complete) {
                slice = syntax.slice(type, unit.slice(0, Math.min(SLICE_HEADER, unit.remaining())));
            } else if (kind >= 0) {
                if (counts[kind]++ == syntax.mostSets(kind)) {
                    throw new CodecException(
                            "access unit has more than " + syntax.mostSets(kind) + " parameter sets of one kind");
                }
                // copied, since the head may be a window of a file that is larger by far
                sets.add(ByteBuffer.allocate(unit.remaining()).put(unit.duplicate()).flip().asReadOnlyBuffer());
                unannounced |= !announced.contains(ActiveParameterSets.bare(unit));
            } else if (syntax.isDelimiter(type)) {
                delimiter |= units == 0;
            } else if (syntax.isSei(type)) {
                messages = messages.and(SeiMessages.read(unit, syntax.headerBytes()));
            }
            units++;
            at += length;
        }
        return new AccessUnit(complete || at >= size, delimiter, !sets.isEmpty(), sets, unannounced, messages.captions(),
                !complete && units > 0 && at == size
                        ? AccessUnit.Content.NO_PICTURE
                        : content(slice, messages.recoveryPoint()),
                slice.ppsId());
    }

    /** A picture of H.264 without reference to others is where decoding can begin if a message says so. */
    private AccessUnit.Content content(NalUnitSyntax.Slice slice, boolean recoveryPoint) {
        boolean open = syntax == NalUnitSyntax.AVC && recoveryPoint && slice.content() == AccessUnit.Content.INTRA;
        return open ? AccessUnit.Content.OPEN : slice.content();
    }

    private int length(ByteBuffer in, int at) {
        return switch (lengthSize) {
            case 1 -> in.get(at) & 0xff;
            case 2 -> in.getShort(at) & 0xffff;
            default -> in.getInt(at);
        };
    }
}
