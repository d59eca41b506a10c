package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameter sets that a picture activates (ISO/IEC 14496-10, 7.4.1.2.1; ISO/IEC 23008-2, 7.4.2.4.2): of several that a
 * configuration record holds, or that stand in front of the picture, one sequence parameter set counts, what that refers to, and
 * the picture parameter sets that refer to it.
 *
 * @param video    of HEVC; {@code null} where there is none
 * @param sequence without zero bytes behind it
 * @param pictures without zero bytes behind them; the one of the picture is among them
 */
record ActiveParameterSets(@Nullable ByteBuffer video, ByteBuffer sequence, List<ByteBuffer> pictures) {

    /** A parameter set and what it says of itself, read once. */
    private record Numbered(ByteBuffer set, int id, int reference) {}

    /**
     * @param configured   of the configuration record
     * @param keyFrame     what it carries replaces sets of the configuration with the same number
     * @param mostPictures picture parameter sets that a configuration record has room for
     * @return {@code null} where the configuration holds no other sequence parameter set than the active one, or where it
     *         cannot be told which that is
     */
    static @Nullable ActiveParameterSets of(NalUnitSyntax syntax, List<ByteBuffer> configured, AccessUnit keyFrame,
            int mostPictures) {
        int pictureKind = syntax.setKinds() - 1;
        List<Numbered> inBand = numbered(syntax, pictureKind, keyFrame.sets());
        List<Numbered> announced = numbered(syntax, pictureKind, configured);
        Numbered picture = last(inBand, announced, keyFrame.ppsId());
        if (picture == null) {
            return null;
        }
        List<Numbered> sequences = numbered(syntax, pictureKind - 1, configured);
        Numbered active = last(numbered(syntax, pictureKind - 1, keyFrame.sets()), sequences, picture.reference);
        if (active == null || sequences.size() == 1 && bare(sequences.get(0).set).equals(bare(active.set))) {
            return null;
        }
        Map<Integer, ByteBuffer> pictures = new LinkedHashMap<>();
        for (List<Numbered> sets : List.of(inBand, announced)) {
            for (Numbered set : sets) {
                boolean room = pictures.size() < mostPictures - 1
                        || pictures.size() < mostPictures && (set.id == picture.id || pictures.containsKey(picture.id));
                if (set.reference == picture.reference && room) {
                    pictures.computeIfAbsent(set.id, id -> bare(set.set));
                }
            }
        }
        Numbered video = pictureKind < 2
                ? null
                : last(numbered(syntax, 0, keyFrame.sets()), numbered(syntax, 0, configured), active.reference);
        return new ActiveParameterSets(video == null ? null : bare(video.set), bare(active.set),
                List.copyOf(pictures.values()));
    }

    private static List<Numbered> numbered(NalUnitSyntax syntax, int kind, List<ByteBuffer> sets) {
        List<Numbered> numbered = new ArrayList<>();
        for (ByteBuffer set : sets) {
            if (syntax.setKind(set) == kind) {
                NalUnitSyntax.SetNumbers numbers = syntax.numbers(kind, set);
                numbered.add(new Numbered(set, numbers.id(), numbers.reference()));
            }
        }
        return numbered;
    }

    /** The last set of this number in front of a picture, else the configuration's. */
    private static @Nullable Numbered last(List<Numbered> inBand, List<Numbered> configured, int id) {
        for (List<Numbered> sets : List.of(inBand, configured)) {
            for (int i = sets.size() - 1; i >= 0 && id >= 0; i--) {
                if (sets.get(i).id == id) {
                    return sets.get(i);
                }
            }
        }
        return null;
    }

    /** Zero bytes may follow a NAL unit that was cut out of a byte stream. */
    static ByteBuffer bare(ByteBuffer set) {
        int end = set.limit();
        while (end > set.position() && set.get(end - 1) == 0) {
            end--;
        }
        return set.duplicate().limit(end);
    }
}
