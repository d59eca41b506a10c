package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Headers with everything that the standards allow in them, also what no encoder at hand writes, by writers of their own. */
class SliceHeadersTest {
    private static final int ROUNDS = 4000;

    /** Writes the syntax elements of the standards. */
    private static final class Syntax {
        final BitWriter out = new BitWriter();
        final Random random;

        Syntax(Random random) {
            this.random = random;
        }

        int u(int bits, long value) {
            out.bits(bits, value);
            return (int) value;
        }

        int flag() {
            return u(1, random.nextInt(2));
        }

        int any(int bits) {
            return bits == 0 ? 0 : u(bits, random.nextLong() & (1L << bits) - 1);
        }

        int ue(int value) {
            int bits = 31 - Integer.numberOfLeadingZeros(value + 1);
            out.bits(bits, 0).bits(bits + 1, value + 1L);
            return value;
        }

        int ueBelow(int end) {
            return ue(random.nextInt(end));
        }

        void se() {
            ueBelow(60);
        }

        /** A NAL unit with the bytes that keep start codes out of it. */
        byte[] unit(int... header) {
            ByteBuffer payload = out.toBytes();
            byte[] unit = new byte[header.length + 2 * payload.remaining()];
            int at = 0;
            int zeros = 0;
            for (int i = 0; i < header.length + payload.limit(); i++) {
                byte b = i < header.length ? (byte) header[i] : payload.get(i - header.length);
                if (zeros == 2 && (b & 0xff) <= 3) {
                    unit[at++] = 3;
                    zeros = 0;
                }
                unit[at++] = b;
                zeros = b == 0 ? zeros + 1 : 0;
            }
            return Arrays.copyOf(unit, at);
        }
    }

    /** Measures a slice header in a NAL unit that goes on behind it. */
    private static void requireMeasured(SliceHeaders headers, int type, Random random, Syntax header, int... unitHeader) {
        int expected = header.unit(unitHeader).length;
        for (int i = random.nextInt(40); i > 0; i--) {
            header.out.bits(8, random.nextInt(4) == 0 ? 0 : random.nextInt(256));
        }
        byte[] unit = header.unit(unitHeader);
        // what does not end with a whole byte shares it with what follows
        int escapes = 0;
        if (header.out.size() % 8 == 0 && expected < unit.length && unit[expected - 1] == 3) {
            escapes = 1;
        }
        assertThat(headers.measure(type, ByteBuffer.wrap(unit)))
                .as(HexFormat.of().formatHex(unit)).isBetween(expected - escapes, expected);
        for (int cut = 0; cut < expected; cut++) {
            ByteBuffer part = ByteBuffer.wrap(unit, 0, cut);
            try {
                assertThat(headers.measure(type, part)).isLessThanOrEqualTo(cut);
            } catch (CodecException e) {
                // mostly
            }
        }
    }

    @Test
    void avc() {
        Random random = new Random(11);
        for (int round = 0; round < ROUNDS; round++) {
            avc(random);
        }
    }

    private static void avc(Random random) {
        int chroma = random.nextInt(4);
        Syntax sps = new Syntax(random);
        sps.u(8, 244);
        sps.u(16, 30);
        int spsId = sps.ueBelow(3);
        sps.ue(chroma);
        int separate = chroma == 3 ? sps.flag() : 0;
        sps.ue(2);
        sps.ue(2);
        sps.u(2, 0);
        int frameNumBits = 4 + sps.ueBelow(13);
        int orderType = sps.ueBelow(3);
        int orderBits = 0;
        int noDelta = 0;
        if (orderType == 0) {
            orderBits = 4 + sps.ueBelow(13);
        } else if (orderType == 1) {
            noDelta = sps.flag();
            sps.se();
            sps.se();
            for (int i = sps.ueBelow(4); i > 0; i--) {
                sps.se();
            }
        }
        sps.ueBelow(5);
        sps.flag();
        int width = sps.ueBelow(20) + 1;
        int height = sps.ueBelow(20) + 1;
        int frameOnly = sps.flag();
        sps.u(frameOnly == 1 ? 1 : 2, 1);
        sps.u(1, 0);
        sps.u(1, 0);
        sps.u(1, 1);

        Syntax pps = new Syntax(random);
        int ppsId = pps.ueBelow(5);
        pps.ue(spsId);
        int cabac = pps.flag();
        int fieldOrder = pps.flag();
        int groups = random.nextInt(4) == 0 ? pps.ueBelow(7) + 1 : pps.ue(0) + 1;
        int mapType = 0;
        int changeRate = 1;
        if (groups > 1) {
            mapType = pps.ueBelow(7);
            switch (mapType) {
                case 0 -> {
                    for (int i = 0; i < groups; i++) {
                        pps.ueBelow(9);
                    }
                }
                case 2 -> {
                    for (int i = 0; i < 2 * (groups - 1); i++) {
                        pps.ueBelow(9);
                    }
                }
                case 3, 4, 5 -> {
                    pps.flag();
                    changeRate = pps.ueBelow(30) + 1;
                }
                case 6 -> {
                    int units = pps.ueBelow(30) + 1;
                    for (int i = 0; i < units; i++) {
                        pps.any(groups > 4 ? 3 : groups > 2 ? 2 : 1);
                    }
                }
                default -> {
                    // nothing more
                }
            }
        }
        int[] references = {pps.ueBelow(32) + 1, pps.ueBelow(32) + 1};
        int weighted = pps.flag();
        int weightedBipred = pps.u(2, random.nextInt(3));
        pps.se();
        pps.se();
        pps.se();
        int deblocking = pps.flag();
        pps.flag();
        int redundant = pps.flag();
        pps.u(1, 1);

        int type = random.nextBoolean() ? 5 : 1;
        int refIdc = type == 5 ? 1 : random.nextInt(4);
        Syntax slice = new Syntax(random);
        slice.ueBelow(400);
        int sliceType = random.nextInt(5);
        slice.ue(sliceType + (random.nextBoolean() ? 5 : 0));
        slice.ue(ppsId);
        slice.any(separate == 1 ? 2 : 0);
        slice.any(frameNumBits);
        int field = 0;
        if (frameOnly == 0) {
            field = slice.flag();
            slice.any(field);
        }
        if (type == 5) {
            slice.ueBelow(65536);
        }
        int deltas = orderType == 1 && noDelta == 0 ? 1 : 0;
        slice.any(orderBits);
        deltas += fieldOrder == 1 && field == 0 && (orderType == 0 || deltas == 1) ? 1 : 0;
        for (int i = 0; i < deltas; i++) {
            slice.se();
        }
        if (redundant == 1) {
            slice.ueBelow(128);
        }
        boolean b = sliceType == 1;
        boolean predicted = sliceType == 0 || sliceType == 3;
        slice.any(b ? 1 : 0);
        if (b || predicted) {
            if (slice.flag() == 1) {
                references[0] = slice.ueBelow(32) + 1;
                references[1] = b ? slice.ueBelow(32) + 1 : 0;
            }
            for (int list = 0; list < (b ? 2 : 1); list++) {
                if (slice.flag() == 1) {
                    for (int i = random.nextInt(33); i > 0; i--) {
                        slice.ueBelow(3);
                        slice.ueBelow(1000);
                    }
                    slice.ue(3);
                }
            }
            boolean hasChroma = chroma != 0 && separate == 0;
            if (predicted ? weighted == 1 : weightedBipred == 1) {
                slice.ueBelow(8);
                if (hasChroma) {
                    slice.ueBelow(8);
                }
                for (int list = 0; list < (b ? 2 : 1); list++) {
                    for (int i = 0; i < references[list]; i++) {
                        for (int codes = 2 * slice.flag(); codes > 0; codes--) {
                            slice.se();
                        }
                        for (int codes = hasChroma ? 4 * slice.flag() : 0; codes > 0; codes--) {
                            slice.se();
                        }
                    }
                }
            }
        }
        if (refIdc != 0) {
            if (type == 5) {
                slice.any(2);
            } else if (slice.flag() == 1) {
                for (int i = random.nextInt(33); i > 0; i--) {
                    int operation = slice.ue(1 + random.nextInt(6));
                    for (int numbers = operation == 5 ? 0 : operation == 3 ? 2 : 1; numbers > 0; numbers--) {
                        slice.ueBelow(100);
                    }
                }
                slice.ue(0);
            }
        }
        if (cabac == 1 && (b || predicted)) {
            slice.ueBelow(3);
        }
        slice.se();
        if (sliceType > 2) {
            slice.any(sliceType == 3 ? 1 : 0);
            slice.se();
        }
        if (deblocking == 1 && slice.ueBelow(3) != 1) {
            slice.se();
            slice.se();
        }
        if (groups > 1 && mapType >= 3 && mapType <= 5) {
            double cycles = (double) width * height / changeRate + 1;
            slice.any((int) Math.ceil(Math.log(cycles) / Math.log(2) - 1e-9));
        }

        AvcSliceHeaders headers = new AvcSliceHeaders();
        headers.begin(List.of(ByteBuffer.wrap(sps.unit(0x67)), ByteBuffer.wrap(pps.unit(0x68))));
        requireMeasured(headers, type, random, slice, refIdc << 5 | type);
    }

    @Test
    void hevc() {
        Random random = new Random(12);
        for (int round = 0; round < ROUNDS; round++) {
            hevc(random);
        }
    }

    /** Pictures by their distance, and whether the current picture may refer to them. */
    private record References(List<int[]> pictures) {
        long used() {
            return pictures.stream().filter(picture -> picture[1] == 1).count();
        }
    }

    /** Equations 7-61 and 7-62 by what they mean: every picture of the other set and its own one, moved; none at distance 0. */
    private static References referencePictures(Syntax out, List<References> known, boolean inSlice) {
        boolean predicted = !known.isEmpty() && out.flag() == 1;
        List<int[]> before = new ArrayList<>();
        List<int[]> behind = new ArrayList<>();
        if (predicted) {
            References other = known.get(inSlice ? known.size() - 1 - out.ueBelow(known.size()) : known.size() - 1);
            int sign = out.flag();
            int moved = (out.ueBelow(6) + 1) * (sign == 1 ? -1 : 1);
            List<int[]> all = new ArrayList<>(other.pictures);
            all.add(new int[]{0, 0});
            int[][] flags = new int[all.size()][];
            for (int i = 0; i < flags.length; i++) {
                int used = out.flag();
                flags[i] = new int[]{all.get(i)[0] + moved, used, used == 1 ? 1 : out.flag()};
            }
            // in the order of the standard: from the nearest on, which is by distance where the other set is
            Arrays.sort(flags, (one, two) -> Integer.compare(Math.abs(one[0]), Math.abs(two[0])));
            for (int[] picture : flags) {
                if (picture[2] == 1 && picture[0] != 0) {
                    (picture[0] < 0 ? before : behind).add(picture);
                }
            }
        } else {
            int negatives = out.ueBelow(5);
            int positives = out.ueBelow(4);
            for (int side = -1; side <= 1; side += 2) {
                int at = 0;
                for (int i = side < 0 ? negatives : positives; i > 0; i--) {
                    at += side * (out.ueBelow(4) + 1);
                    (side < 0 ? before : behind).add(new int[]{at, out.flag()});
                }
            }
        }
        before.addAll(behind);
        return new References(before);
    }

    private static void hevc(Random random) {
        Syntax sps = new Syntax(random);
        int subLayers = random.nextInt(3);
        sps.u(4, 0);
        sps.u(3, subLayers);
        sps.u(1, 1);
        sps.u(8, 1);
        sps.u(32, 0x60000000L);
        sps.u(48, 0);
        sps.u(8, 90);
        for (int i = 0; i < subLayers; i++) {
            sps.u(2, 0);
        }
        sps.u(subLayers > 0 ? 2 * (8 - subLayers) : 0, 0);
        int spsId = sps.ueBelow(4);
        int chroma = sps.ueBelow(4);
        int separate = chroma == 3 ? sps.flag() : 0;
        int width = sps.ue(16 + random.nextInt(2000));
        int height = sps.ue(16 + random.nextInt(2000));
        sps.u(1, 0);
        sps.ue(2);
        sps.ue(2);
        int orderBits = 4 + sps.ueBelow(13);
        for (int i = sps.flag() == 1 ? 0 : subLayers; i <= subLayers; i++) {
            sps.ueBelow(5);
            sps.ueBelow(5);
            sps.ueBelow(5);
        }
        int blockBits = 3 + sps.ueBelow(2);
        blockBits += sps.ueBelow(3);
        for (int i = 0; i < 4; i++) {
            sps.ueBelow(3);
        }
        sps.u(1, 0);
        sps.flag();
        int offset = sps.flag();
        if (sps.flag() == 1) {
            sps.any(8);
            sps.ueBelow(3);
            sps.ueBelow(3);
            sps.flag();
        }
        List<References> sets = new ArrayList<>();
        for (int count = sps.ueBelow(6); sets.size() < count;) {
            References set = referencePictures(sps, sets, false);
            sets.add(set);
            if (set.pictures.size() > 16) {
                return;
            }
        }
        int longTerm = sps.flag();
        List<Integer> longTermUsed = new ArrayList<>();
        if (longTerm == 1) {
            for (int i = sps.ueBelow(5); i > 0; i--) {
                sps.any(orderBits);
                longTermUsed.add(sps.flag());
            }
        }
        int temporal = sps.flag();
        sps.flag();
        sps.u(1, 0);
        sps.u(1, 0);
        sps.u(1, 1);

        Syntax pps = new Syntax(random);
        int ppsId = pps.ueBelow(6);
        pps.ue(spsId);
        int dependentSlices = pps.flag();
        int outputFlag = pps.flag();
        int extraBits = pps.u(3, random.nextInt(8));
        pps.flag();
        int cabacInit = pps.flag();
        int[] references = {pps.ueBelow(16) + 1, pps.ueBelow(16) + 1};
        pps.se();
        pps.flag();
        int transformSkip = pps.flag();
        if (pps.flag() == 1) {
            pps.ueBelow(3);
        }
        pps.se();
        pps.se();
        int chromaOffsets = pps.flag();
        int weighted = pps.flag();
        int weightedBipred = pps.flag();
        pps.flag();
        int tiles = pps.flag();
        int synchronised = pps.flag();
        if (tiles == 1) {
            int sizes = pps.ueBelow(4) + pps.ueBelow(4);
            if (pps.flag() == 0) {
                for (int i = 0; i < sizes; i++) {
                    pps.ueBelow(9);
                }
            }
            pps.flag();
        }
        int filterAcross = pps.flag();
        int filterOverride = 0;
        int filterDisabled = 0;
        if (pps.flag() == 1) {
            filterOverride = pps.flag();
            filterDisabled = pps.flag();
            if (filterDisabled == 0) {
                pps.se();
                pps.se();
            }
        }
        pps.u(1, 0);
        int modification = pps.flag();
        pps.ueBelow(3);
        int headerExtension = pps.flag();
        int offsetLists = 0;
        if (pps.flag() == 1) {
            int range = pps.flag();
            pps.u(7, 0);
            if (range == 1) {
                if (transformSkip == 1) {
                    pps.ueBelow(3);
                }
                pps.flag();
                offsetLists = pps.flag();
                if (offsetLists == 1) {
                    pps.ueBelow(3);
                    pps.ue(0);
                    pps.se();
                    pps.se();
                }
                pps.ueBelow(3);
                pps.ueBelow(3);
            }
        }
        pps.u(1, 1);

        int type = List.of(0, 1, 8, 9, 16, 19, 20, 21).get(random.nextInt(8));
        Syntax slice = new Syntax(random);
        int first = slice.flag();
        slice.any(type >= 16 ? 1 : 0);
        slice.ue(ppsId);
        int dependent = 0;
        if (first == 0) {
            dependent = dependentSlices == 1 ? slice.flag() : 0;
            int block = 1 << blockBits;
            int blocks = ((width + block - 1) / block) * ((height + block - 1) / block);
            slice.any((int) Math.ceil(Math.log(blocks) / Math.log(2) - 1e-9));
        }
        if (dependent == 0) {
            slice.any(extraBits);
            int sliceType = slice.ueBelow(3);
            slice.any(outputFlag);
            slice.any(separate == 1 ? 2 : 0);
            long referable = 0;
            int slicesTemporal = 0;
            if (type != 19 && type != 20) {
                slice.any(orderBits);
                if (sets.isEmpty() || random.nextBoolean()) {
                    slice.u(1, 0);
                    References own = referencePictures(slice, sets, true);
                    if (own.pictures.size() > 16) {
                        return;
                    }
                    referable = own.used();
                } else {
                    slice.u(1, 1);
                    int index = random.nextInt(sets.size());
                    slice.u(32 - Integer.numberOfLeadingZeros(sets.size() - 1), index);
                    referable = sets.get(index).used();
                }
                if (longTerm == 1) {
                    int ofSet = longTermUsed.isEmpty() ? 0 : slice.ueBelow(4);
                    int own = slice.ueBelow(4);
                    for (int i = 0; i < ofSet + own; i++) {
                        if (i < ofSet) {
                            int index = random.nextInt(longTermUsed.size());
                            slice.u(32 - Integer.numberOfLeadingZeros(longTermUsed.size() - 1), index);
                            referable += longTermUsed.get(index);
                        } else {
                            slice.any(orderBits);
                            referable += slice.flag();
                        }
                        if (slice.flag() == 1) {
                            slice.ueBelow(9);
                        }
                    }
                }
                slicesTemporal = temporal == 1 ? slice.flag() : 0;
            }
            boolean hasChroma = chroma != 0 && separate == 0;
            int offsets = 0;
            if (offset == 1) {
                offsets = slice.flag();
                offsets |= hasChroma ? slice.flag() : 0;
            }
            if (sliceType != 2) {
                boolean b = sliceType == 0;
                if (slice.flag() == 1) {
                    references[0] = slice.ueBelow(16) + 1;
                    references[1] = b ? slice.ueBelow(16) + 1 : 0;
                }
                if (modification == 1 && referable > 1) {
                    for (int list = 0; list < (b ? 2 : 1); list++) {
                        if (slice.flag() == 1) {
                            for (int i = 0; i < references[list]; i++) {
                                slice.any(64 - Long.numberOfLeadingZeros(referable - 1));
                            }
                        }
                    }
                }
                slice.any(b ? 1 : 0);
                slice.any(cabacInit);
                if (slicesTemporal == 1) {
                    int from0 = b ? slice.flag() : 1;
                    if (references[1 - from0] > 1) {
                        slice.ueBelow(5);
                    }
                }
                if (b ? weightedBipred == 1 : weighted == 1) {
                    slice.ueBelow(8);
                    if (hasChroma) {
                        slice.se();
                    }
                    for (int list = 0; list < (b ? 2 : 1); list++) {
                        int luma = slice.any(references[list]);
                        int chromas = hasChroma ? slice.any(references[list]) : 0;
                        for (int codes = 2 * Integer.bitCount(luma) + 4 * Integer.bitCount(chromas); codes > 0; codes--) {
                            slice.se();
                        }
                    }
                }
                slice.ueBelow(5);
            }
            slice.se();
            for (int i = 0; i < 2 * chromaOffsets; i++) {
                slice.se();
            }
            slice.any(offsetLists);
            int disabled = filterDisabled;
            if (filterOverride == 1 && slice.flag() == 1) {
                disabled = slice.flag();
                if (disabled == 0) {
                    slice.se();
                    slice.se();
                }
            }
            slice.any(filterAcross == 1 && (offsets == 1 || disabled == 0) ? 1 : 0);
        }
        if (tiles == 1 || synchronised == 1) {
            int points = slice.ueBelow(20);
            if (points > 0) {
                int bits = slice.ueBelow(32) + 1;
                for (int i = 0; i < points; i++) {
                    slice.any(bits);
                }
            }
        }
        if (headerExtension == 1) {
            for (int bytes = slice.ueBelow(20); bytes > 0; bytes--) {
                slice.any(8);
            }
        }
        slice.u(1, 1);
        slice.u(7 - (slice.out.size() + 7) % 8, 0);

        HevcSliceHeaders headers = new HevcSliceHeaders();
        headers.begin(List.of(ByteBuffer.wrap(sps.unit(0x42, 1)), ByteBuffer.wrap(pps.unit(0x44, 1))));
        requireMeasured(headers, type, random, slice, type << 1, 1);
    }

    @Test
    void numbersWithoutEndAreRefused() {
        AvcSliceHeaders headers = new AvcSliceHeaders();
        Syntax pps = new Syntax(new Random(1));
        pps.ue(0);
        pps.ue(0);
        pps.u(2, 0);
        pps.ue(8);
        headers.begin(List.of(ByteBuffer.wrap(HexFormat.of().parseHex("6764000cacd981419f9f011000000300100000030320f14299a0")),
                ByteBuffer.wrap(pps.unit(0x68))));
        assertThatThrownBy(() -> headers.measure(1, ByteBuffer.wrap(HexFormat.of().parseHex("419a4249e108"))))
                .isInstanceOf(CodecException.class).hasMessageContaining("not there");
        headers.begin(List.of(ByteBuffer.wrap(HexFormat.of().parseHex("68e978f2c8b0"))));
        // a P slice whose list of reference pictures is modified without end
        Syntax slice = new Syntax(new Random(1));
        slice.ue(0);
        slice.ue(5);
        slice.ue(0);
        slice.u(4, 0);
        slice.u(6, 0);
        slice.u(1, 0);
        slice.u(1, 1);
        for (int i = 0; i < 100_000; i++) {
            slice.ue(0);
            slice.ue(0);
        }
        assertThatThrownBy(() -> headers.measure(1, ByteBuffer.wrap(slice.unit(0x41))))
                .isInstanceOf(CodecException.class).hasMessageContaining("without end");
    }
}
